package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

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
 * The stored progress of the retention backfill: which replica runs it and the last item it has done. A claim expires by
 * itself, so that another replica resumes the backfill after a crash.
 */
@Singleton
final class BackfillProgress {

    /** Longer than the calls of one batch can take. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final RetentionRepository repository;
    private final Guard guard;
    private final Clock clock;

    /**
     * The exclusive right of one replica to run the backfill.
     *
     * @param upTo the id of the last item that is done; empty at the beginning
     * @param until when the claim expires; also identifies the claim
     */
    record Claim(String upTo, Instant until) {

        /** Another replica has the claim. */
        static final Claim LOST = new Claim("", Instant.MIN);

        /** The backfill is complete. */
        static final Claim DONE = new Claim("", Instant.MAX);

        boolean isOver() {
            return equals(LOST) || equals(DONE);
        }
    }

    BackfillProgress(RetentionRepository repository, Guard guard, Clock clock) {
        this.repository = repository;
        this.guard = guard;
        this.clock = clock;
    }

    /** Null if nothing is stored. */
    Uni<RetentionDocument> read() {
        return guard.guard(
                "read-retention",
                () -> repository
                        .mongoCollection()
                        .find(eq(Fields.ID, RetentionDocument.ID))
                        .toUni());
    }

    /** Records the retention of an empty database: every new item will have it. */
    Uni<Void> begin(Duration retention) {
        return insert(RetentionDocument.applied(retention)).replaceWithVoid();
    }

    /**
     * Claims the backfill; {@link Claim#LOST} if another replica was faster.
     *
     * @param stored the progress as it was read, or null
     */
    Uni<Claim> claim(RetentionDocument stored, Duration retention) {
        Claim claim = new Claim(
                stored == null ? "" : stored.startOf(retention), clock.instant().plus(LEASE));
        if (stored == null) {
            return insert(RetentionDocument.started(retention, claim.until()))
                    .map(inserted -> inserted ? claim : Claim.LOST);
        }
        Bson claimed = combine(
                unset(RetentionDocument.APPLIED),
                set(RetentionDocument.RETENTION, retention.toString()),
                claim.upTo().isEmpty() ? unset(RetentionDocument.UP_TO) : set(RetentionDocument.UP_TO, claim.upTo()),
                set(RetentionDocument.CLAIMED_UNTIL, claim.until()));
        return update(stored.claimedUntil(), claimed).map(held -> held ? claim : Claim.LOST);
    }

    /** Renews the claim and stores the last item that is done; {@link Claim#LOST} if another replica has the claim now. */
    Uni<Claim> advance(Claim claim, String upTo) {
        Claim next = new Claim(upTo, clock.instant().plus(LEASE));
        Bson advanced = combine(set(RetentionDocument.UP_TO, upTo), set(RetentionDocument.CLAIMED_UNTIL, next.until()));
        return update(claim.until(), advanced).map(held -> held ? next : Claim.LOST);
    }

    /** Records that all items have the retention; {@link Claim#LOST} if another replica has the claim now. */
    Uni<Claim> finish(Claim claim, Duration retention) {
        return update(claim.until(), combine(set(RetentionDocument.APPLIED, retention.toString()), noBackfill()))
                .map(held -> held ? Claim.DONE : Claim.LOST);
    }

    /**
     * Stops the backfill and lets the next one start from the beginning, because replicas with another retention may have
     * stored items meanwhile.
     *
     * @param claimedUntil the end of the claim as it was read, or null
     */
    Uni<Claim> reset(Instant claimedUntil) {
        return update(claimedUntil, combine(unset(RetentionDocument.APPLIED), noBackfill()))
                .replaceWith(Claim.LOST);
    }

    /** False if there was a document already. */
    private Uni<Boolean> insert(RetentionDocument first) {
        return guard.guard(
                "claim-retention",
                () -> repository
                        .mongoCollection()
                        .insertOne(first)
                        .replaceWith(true)
                        .onFailure(ErrorCodes::isDuplicate)
                        .recoverWithItem(false));
    }

    /** False if the claim has changed. */
    private Uni<Boolean> update(Instant claimedUntil, Bson update) {
        Bson sameClaim = and(eq(Fields.ID, RetentionDocument.ID), eq(RetentionDocument.CLAIMED_UNTIL, claimedUntil));
        return guard.guard(
                "keep-retention",
                () -> repository
                        .mongoCollection()
                        .updateOne(sameClaim, update)
                        .map(result -> result.getMatchedCount() == 1));
    }

    private static Bson noBackfill() {
        return combine(
                unset(RetentionDocument.RETENTION),
                unset(RetentionDocument.UP_TO),
                unset(RetentionDocument.CLAIMED_UNTIL));
    }
}
