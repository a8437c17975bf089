package dev.notificationfeed.kafka;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.kafka.TopicState.Unwritable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What the service can do with its topics. What it cannot do without is a reason to be down: to read and write every
 * partition of the feed, to read every partition of the events topic, and to write some partition of the dead-letter topic.
 * Anything else that an operator should mend is a note.
 */
final class TopicsReport {

    private final Map<String, TopicState> found;
    private final List<String> reasons = new ArrayList<>();
    private final Map<String, String> notes = new TreeMap<>();

    private TopicsReport(Map<String, TopicState> found) {
        this.found = found;
    }

    /** @param forbidden topics that Kafka does not describe to the service */
    static CheckResult of(TopicsConfig names, Map<String, TopicState> found, List<String> forbidden) {
        TopicsReport report = new TopicsReport(found);
        report.missing(names, forbidden);
        report.events(found.get(names.events()));
        report.deadLetters(found.get(names.deadLetters()));
        report.feed(found.get(names.feed()));
        found.values().forEach(report::settings);
        return report.result();
    }

    private void missing(TopicsConfig names, List<String> forbidden) {
        names.all().stream()
                .filter(name -> !found.containsKey(name))
                .map(name -> forbidden.contains(name)
                        ? "the service may not describe topic " + name
                        : "topic " + name + " does not exist")
                .forEach(reasons::add);
        if (found.values().stream().anyMatch(topic -> !topic.hasId())) {
            reasons.add(
                    "the brokers give no topic ids, so a recreated topic cannot be recognised; Kafka gives them since 2.8");
        }
    }

    /** A partition that takes no writes hurts publishers only. */
    private void events(TopicState topic) {
        if (topic == null) {
            return;
        }
        for (Unwritable partition : topic.unwritable()) {
            if (partition.leaderless()) {
                reasons.add(partition.reason());
            } else {
                note(topic, partition.reason());
            }
        }
        require(topic, AclOperation.READ);
    }

    /** Dead letters go to the partitions that take them. */
    private void deadLetters(TopicState topic) {
        if (topic == null) {
            return;
        }
        List<String> unwritable =
                topic.unwritable().stream().map(Unwritable::reason).toList();
        if (unwritable.size() == topic.topic().partitions().size()) {
            reasons.addAll(unwritable);
        } else {
            unwritable.forEach(reason -> note(topic, reason));
        }
        require(topic, AclOperation.WRITE);
    }

    private void feed(TopicState topic) {
        if (topic == null) {
            return;
        }
        topic.unwritable().forEach(partition -> reasons.add(partition.reason()));
        require(topic, AclOperation.READ);
        require(topic, AclOperation.WRITE);
    }

    private void require(TopicState topic, AclOperation operation) {
        if (!topic.allows(operation)) {
            reasons.add("the service may not " + operation.name().toLowerCase(Locale.ROOT) + " topic "
                    + topic.topic().name());
        }
    }

    private void settings(TopicState topic) {
        if (topic.settings().unreadable() != null) {
            note(topic, "its settings cannot be checked: " + topic.settings().unreadable());
        }
        if (topic.settings().producerTime()) {
            note(topic, "message.timestamp.type is CreateTime, set LogAppendTime");
        }
    }

    private void note(TopicState topic, String text) {
        notes.merge(topic.topic().name(), text, (first, next) -> first + "; " + next);
    }

    private CheckResult result() {
        return reasons.isEmpty() ? CheckResult.present(notes) : CheckResult.missing(String.join("; ", reasons), notes);
    }
}
