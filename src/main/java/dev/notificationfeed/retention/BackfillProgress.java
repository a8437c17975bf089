package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.MongoWriteException;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bson.conversions.Bson;

/**
 * What is remembered of the walk that gives all items one retention: whose it is, and how far it has come. A claim runs out
 * by itself, so that another replica goes on where one died.
 */
@Singleton
public final class BackfillProgress {

    /** Longer than the calls of one step can take. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final RetentionRepository repository;
    private final Guard guard;
    private final Clock clock;

    /**
     * One replica's right to walk.
     *
     * @param upTo the id after which it goes on; empty at the beginning
     * @param until when it runs out; also tells it from the claims of others
     */
    record Claim(String upTo, Instant until) {

        /** There is none, or none any more. */
        static final Claim OVER = new Claim("", Instant.MIN);

        /** It led to the end. */
        static final Claim DONE = new Claim("", Instant.MAX);

        boolean isOver() {
            return equals(OVER) || equals(DONE);
        }
    }

    public BackfillProgress(RetentionRepository repository, Guard guard, Clock clock) {
        this.repository = repository;
        this.guard = guard;
        this.clock = clock;
    }

    /** Null if nothing is remembered. Creates nothing. */
    Uni<RetentionDocument> read() {
        return guard.guard(
                "read-retention",
                () -> repository
                        .mongoCollection()
                        .find(eq(Fields.ID, RetentionDocument.ID))
                        .toUni());
    }

    /** Nothing is stored yet: what will be has this retention from the beginning. */
    Uni<Void> begin(Duration retention) {
        return insert(RetentionDocument.applied(retention)).replaceWithVoid();
    }

    /**
     * The claim on the walk; {@link Claim#OVER} if another replica was first.
     *
     * @param seen what was remembered when it was read, or null
     */
    Uni<Claim> claim(RetentionDocument seen, Duration retention) {
        Claim claim = new Claim(
                seen == null ? "" : seen.startOf(retention), clock.instant().plus(LEASE));
        if (seen == null) {
            return insert(RetentionDocument.walking(retention, claim.until()))
                    .map(inserted -> inserted ? claim : Claim.OVER);
        }
        Bson claimed = combine(
                unset(RetentionDocument.APPLIED),
                set(RetentionDocument.WALKING, retention.toString()),
                claim.upTo().isEmpty() ? unset(RetentionDocument.UP_TO) : set(RetentionDocument.UP_TO, claim.upTo()),
                set(RetentionDocument.CLAIMED_UNTIL, claim.until()));
        return update(seen.claimedUntil(), claimed).map(held -> held ? claim : Claim.OVER);
    }

    /** The same claim for longer, from the next item on; {@link Claim#OVER} if it is another's by now. */
    Uni<Claim> advance(Claim claim, String upTo) {
        Claim next = new Claim(upTo, clock.instant().plus(LEASE));
        Bson advanced = combine(set(RetentionDocument.UP_TO, upTo), set(RetentionDocument.CLAIMED_UNTIL, next.until()));
        return update(claim.until(), advanced).map(held -> held ? next : Claim.OVER);
    }

    /** All items have it now: {@link Claim#DONE}, or {@link Claim#OVER} if the claim is another's by now. */
    Uni<Claim> finish(Claim claim, Duration retention) {
        return update(claim.until(), combine(set(RetentionDocument.APPLIED, retention.toString()), noWalk()))
                .map(held -> held ? Claim.DONE : Claim.OVER);
    }

    /**
     * Items may have been stored by another rule meanwhile: whoever walks now stops, and whoever walks next begins at the
     * beginning.
     *
     * @param seenClaim until when the walk was claimed when that was read, or null
     */
    Uni<Claim> forget(Instant seenClaim) {
        return update(seenClaim, combine(unset(RetentionDocument.APPLIED), noWalk()))
                .replaceWith(Claim.OVER);
    }

    /** Whether there was nothing before. */
    private Uni<Boolean> insert(RetentionDocument first) {
        return guard.guard(
                "claim-retention",
                () -> repository
                        .mongoCollection()
                        .insertOne(first)
                        .replaceWith(true)
                        .onFailure(BackfillProgress::isTaken)
                        .recoverWithItem(false));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof MongoWriteException refused
                && ErrorCodes.isDuplicate(refused.getError().getCode());
    }

    /** Whether it was still as it was seen. */
    private Uni<Boolean> update(Instant seenClaim, Bson update) {
        Bson asSeen = and(eq(Fields.ID, RetentionDocument.ID), eq(RetentionDocument.CLAIMED_UNTIL, seenClaim));
        return guard.guard(
                "keep-retention",
                () -> repository
                        .mongoCollection()
                        .updateOne(asSeen, update)
                        .map(result -> result.getMatchedCount() == 1));
    }

    private static Bson noWalk() {
        return combine(
                unset(RetentionDocument.WALKING),
                unset(RetentionDocument.UP_TO),
                unset(RetentionDocument.CLAIMED_UNTIL));
    }
}
