package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Cursor;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Decides where a stream begins, from the position that its client sent. */
@ApplicationScoped
class ResumeResolver {

    private final RecentFeed recent;
    private final KafkaAdmin cluster;
    private final TopicsConfig topics;

    ResumeResolver(RecentFeed recent, KafkaAdmin cluster, TopicsConfig topics) {
        this.recent = recent;
        this.cluster = cluster;
        this.topics = topics;
    }

    /** The place for a recipient whose client sent that position, or null for none; fails if only Kafka could say and does not answer. */
    Uni<StreamStart> at(String recipient, String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return Uni.createFrom().item(() -> atEnd(recipient, null));
        }
        Position position = Position.parse(lastEventId);
        ResetReason resetReason = position == null ? ResetReason.MALFORMED : recent.resetReasonFor(recipient, position);
        if (resetReason != null) {
            return Uni.createFrom().item(() -> atEnd(recipient, resetReason));
        }
        if (recent.hasReached(position)) {
            return Uni.createFrom().item(() -> resume(recipient, position));
        }
        return endOfLog(position.partition())
                .map(end ->
                        position.offset() <= end ? resume(recipient, position) : atEnd(recipient, ResetReason.AHEAD));
    }

    private StreamStart atEnd(String recipient, ResetReason resetReason) {
        return new StreamStart(recent.cursorAtEnd(recipient), false, resetReason);
    }

    /** Asked again under the lock: what was kept a moment ago may have left the recent feed. */
    private StreamStart resume(String recipient, Position position) {
        Cursor cursor = recent.cursorAt(recipient, position);
        return cursor == null ? atEnd(recipient, ResetReason.TOO_OLD) : new StreamStart(cursor, true, null);
    }

    private Uni<Long> endOfLog(int partition) {
        TopicPartition log = new TopicPartition(topics.feed(), partition);
        return cluster.ask(admin -> latestOffset(admin, log));
    }

    private static CompletionStage<Long> latestOffset(Admin admin, TopicPartition log) {
        return admin.listOffsets(Map.of(log, OffsetSpec.latest()))
                .partitionResult(log)
                .toCompletionStage()
                .thenApply(found -> found.offset());
    }
}
