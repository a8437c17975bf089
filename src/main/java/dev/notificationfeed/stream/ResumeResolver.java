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

/** Decides where a stream begins: at the position that its client sent, or at the present with a reset reason. */
@ApplicationScoped
class ResumeResolver {

    /**
     * Where a stream begins.
     *
     * @param cursor the place in the recent feed
     * @param resumed whether this is the position that the client sent
     * @param resetReason why the client's position cannot be resumed; null if it is resumed, or if the client sent none
     */
    record Start(Cursor cursor, boolean resumed, ResetReason resetReason) {}

    private final RecentFeed recent;
    private final KafkaAdmin kafka;
    private final TopicsConfig topics;

    ResumeResolver(RecentFeed recent, KafkaAdmin kafka, TopicsConfig topics) {
        this.recent = recent;
        this.kafka = kafka;
        this.topics = topics;
    }

    /**
     * The start for a recipient whose client sent that position, or null. A position beyond what this replica has read is
     * compared with the end of the log; fails if Kafka does not answer then.
     */
    Uni<Start> resolve(String recipient, String lastEventId) {
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

    private Start atEnd(String recipient, ResetReason resetReason) {
        return new Start(recent.cursorAtEnd(recipient), false, resetReason);
    }

    /** The cursor is null if entries were evicted since the position was checked. */
    private Start resume(String recipient, Position position) {
        Cursor cursor = recent.cursorAt(recipient, position);
        return cursor == null ? atEnd(recipient, ResetReason.TOO_OLD) : new Start(cursor, true, null);
    }

    private Uni<Long> endOfLog(int partition) {
        TopicPartition log = new TopicPartition(topics.feed(), partition);
        return kafka.ask(admin -> latestOffset(admin, log));
    }

    private static CompletionStage<Long> latestOffset(Admin admin, TopicPartition log) {
        return admin.listOffsets(Map.of(log, OffsetSpec.latest()))
                .partitionResult(log)
                .toCompletionStage()
                .thenApply(found -> found.offset());
    }
}
