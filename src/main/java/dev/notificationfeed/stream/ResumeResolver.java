package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Cursor;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
    private final LogEnds ends;

    @Inject
    ResumeResolver(RecentFeed recent, KafkaAdmin kafka, TopicsConfig topics) {
        this(
                recent,
                new LogEnds(partition ->
                        kafka.ask(admin -> endOfLog(admin, new TopicPartition(topics.feed(), partition)))));
    }

    ResumeResolver(RecentFeed recent, LogEnds ends) {
        this.recent = recent;
        this.ends = ends;
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
        return ends.reaching(position.partition(), position.offset())
                .map(end -> resumeBefore(end, recipient, position));
    }

    /** Whether the log has that position at all; its leader epoch is compared when this replica has read so far. */
    private Start resumeBefore(LogEnds.End end, String recipient, Position position) {
        if (position.offset() > end.offset()) {
            return atEnd(recipient, ResetReason.AHEAD);
        }
        boolean isOfALaterLeader = end.leaderEpoch() != Position.UNKNOWN && position.leaderEpoch() > end.leaderEpoch();
        return isOfALaterLeader ? atEnd(recipient, ResetReason.UNKNOWN_EPOCH) : resume(recipient, position);
    }

    private Start atEnd(String recipient, ResetReason resetReason) {
        return new Start(recent.cursorAtEnd(recipient), false, resetReason);
    }

    /** The cursor is null if entries were evicted since the position was checked. */
    private Start resume(String recipient, Position position) {
        Cursor cursor = recent.cursorAt(recipient, position);
        return cursor == null ? atEnd(recipient, ResetReason.TOO_OLD) : new Start(cursor, true, null);
    }

    private static CompletionStage<LogEnds.End> endOfLog(Admin admin, TopicPartition log) {
        return admin.listOffsets(Map.of(log, OffsetSpec.latest()))
                .partitionResult(log)
                .toCompletionStage()
                .thenApply(found ->
                        new LogEnds.End(found.offset(), found.leaderEpoch().orElse(Position.UNKNOWN)));
    }
}
