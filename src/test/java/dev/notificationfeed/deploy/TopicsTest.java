package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.feed.FeedConfig;
import dev.notificationfeed.kafka.TopicsConfig;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    /** How long a tombstone is kept; a later replay could revive the item. */
    private static final Duration TOMBSTONE = Duration.ofDays(30);

    private static final TopicsConfig NAMES = Production.withDefaults().getConfigMapping(TopicsConfig.class);
    private static final Map<String, Topic> TOPICS = Topic.all();

    @Test
    void areTheTopicsOfTheService() {
        assertThat(TOPICS).containsOnlyKeys(NAMES.all());
    }

    @Test
    void surviveTheLossOfABroker() {
        assertThat(TOPICS.values()).allSatisfy(topic -> {
            assertThat(topic.replicas()).isEqualTo(3);
            assertThat(topic.config().path("min.insync.replicas").asInt()).isEqualTo(2);
        });
    }

    @Test
    void takeTheTimeOfRecordsFromTheBroker() {
        assertThat(TOPICS.values())
                .allSatisfy(topic -> assertThat(
                                topic.config().path("message.timestamp.type").asText())
                        .isEqualTo("LogAppendTime"));
    }

    @Test
    void deleteOldRecordsSoonAfterTheirRetention() {
        assertThat(TOPICS.values()).allSatisfy(topic -> {
            assertThat(topic.config().path("cleanup.policy").asText()).isEqualTo("delete");
            assertThat(topic.segment()).isPositive().isLessThanOrEqualTo(Duration.ofDays(1));
        });
    }

    @Test
    void keepTheFeedFourTimesAsLongAsTheRecentFeed() {
        var recent =
                Production.withDefaults().getConfigMapping(FeedConfig.class).recentTime();

        assertThat(TOPICS.get(NAMES.feed()).retention()).isGreaterThanOrEqualTo(recent.multipliedBy(4));
    }

    @Test
    void keepEventsShorterThanTombstonesAndDeadLettersLonger() {
        var events = TOPICS.get(NAMES.events());

        assertThat(events.retention().plus(events.segment())).isLessThan(TOMBSTONE);
        assertThat(TOPICS.get(NAMES.deadLetters()).retention()).isGreaterThan(events.retention());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void haveAPartitionForEachReplicaEvenInARollout(String environment) {
        var manifests = Manifests.of(environment);
        var most = Manifests.the(HorizontalPodAutoscaler.class, manifests)
                .getSpec()
                .getMaxReplicas();
        var surge = Manifests.the(Deployment.class, manifests)
                .getSpec()
                .getStrategy()
                .getRollingUpdate()
                .getMaxSurge()
                .getIntVal();

        assertThat(TOPICS.get(NAMES.events()).partitions()).isGreaterThanOrEqualTo(most + surge);
    }
}
