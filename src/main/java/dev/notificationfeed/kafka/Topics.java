package dev.notificationfeed.kafka;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The three topics as the last look-up found them. The look-up is an admin request: metadata requests of producers and
 * consumers create missing topics on clusters that allow it, and such a topic has one partition.
 */
@ApplicationScoped
public class Topics implements DependencyCheck {

    /** The name of the check. */
    public static final String NAME = "kafka-topics";

    private static final Logger LOG = Logger.getLogger(Topics.class);

    private final KafkaAdmin kafka;
    private final TopicsConfig config;
    private final TopicSettingsReader settings;
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();
    private volatile Map<String, TopicFacts> found = Map.of();

    Topics(KafkaAdmin kafka, TopicsConfig config) {
        this.kafka = kafka;
        this.config = config;
        this.settings = new TopicSettingsReader(kafka, config.all());
    }

    /** Whether the last successful look-up found the topic. */
    public boolean exists(String topic) {
        return found.containsKey(topic);
    }

    /** The events topic; null if the last successful look-up did not find it. */
    public TopicFacts events() {
        return found.get(config.events());
    }

    /** The feed topic; null if the last successful look-up did not find it. */
    public TopicFacts feed() {
        return found.get(config.feed());
    }

    /** The dead-letter topic; null if the last successful look-up did not find it. */
    public TopicFacts deadLetters() {
        return found.get(config.deadLetters());
    }

    /** The partitions of a topic that take no writes that wait for all in-sync replicas, as of the last successful look-up. */
    public List<Integer> unwritable(String topic) {
        TopicFacts facts = found.get(topic);
        return facts == null ? List.of() : facts.unwritable();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String base() {
        return KafkaCheck.NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        return Uni.combine()
                .all()
                .unis(kafka.ask(admin -> TopicDescriptions.of(admin, config.all())), settings.current())
                .with(this::judge);
    }

    private CheckResult judge(TopicDescriptions described, Map<String, TopicSettings> known) {
        Map<String, TopicState> states = described.found().values().stream()
                .map(topic -> new TopicState(topic, known.getOrDefault(topic.name(), TopicSettings.UNKNOWN)))
                .collect(toUnmodifiableMap(state -> state.topic().name(), state -> state));
        keep(states);
        states.values().stream()
                .filter(state -> state.settings().producerTime())
                .forEach(state -> warnOnce(state.topic().name()));
        return TopicsReport.of(config, states, described.forbidden());
    }

    /** A topic without an id is not used: positions in it would look valid after the topic was recreated. */
    private void keep(Map<String, TopicState> states) {
        found = states.values().stream()
                .filter(TopicState::hasId)
                .map(TopicState::facts)
                .collect(toUnmodifiableMap(TopicFacts::name, facts -> facts));
    }

    private void warnOnce(String topic) {
        if (warnedOf.add(topic)) {
            LOG.warnf(
                    "message.timestamp.type is CreateTime, so that Kafka deletes records by the timestamps of their"
                            + " producers, if need be before they are read: set LogAppendTime topic=%s",
                    topic);
        }
    }
}
