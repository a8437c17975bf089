package dev.notificationfeed.retention;

import dev.notificationfeed.mongodb.MongoSettings;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * The retention of the stored items, and the progress of a backfill, as stored in MongoDB. A null component is an absent field.
 *
 * @param applied the retention that all items have, as an ISO 8601 duration; absent while they may have different ones
 * @param walking the retention that the current backfill applies
 * @param upTo the id of the last item that the backfill has done
 * @param claimedUntil until when one replica has the backfill to itself
 */
@MongoEntity(database = MongoSettings.DATABASE, collection = "settings")
public record RetentionDocument(@BsonId String id, String applied, String walking, String upTo, Instant claimedUntil) {

    static final String ID = "retention";
    static final String APPLIED = "applied";
    static final String RETENTION = "walking";
    static final String UP_TO = "upTo";
    static final String CLAIMED_UNTIL = "claimedUntil";

    static RetentionDocument applied(Duration retention) {
        return new RetentionDocument(ID, retention.toString(), null, null, null);
    }

    static RetentionDocument started(Duration retention, Instant claimedUntil) {
        return new RetentionDocument(ID, null, retention.toString(), null, claimedUntil);
    }

    /** Whether all items have this retention. */
    boolean isApplied(Duration retention) {
        return retention.toString().equals(applied);
    }

    boolean isClaimed(Instant now) {
        return claimedUntil != null && claimedUntil.isAfter(now);
    }

    /** Whether there is nothing to reset. */
    boolean isBlank() {
        return applied == null && walking == null;
    }

    /** The id after which a backfill with this retention starts; empty for the beginning. */
    String startOf(Duration retention) {
        return upTo != null && retention.toString().equals(walking) ? upTo : "";
    }
}
