package dev.notificationfeed.retention;

import dev.notificationfeed.mongodb.NotificationDocument;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * How far what is stored is kept as long as the configuration says, as MongoDB keeps it. What is null is absent there.
 *
 * @param applied the retention that all items have, in the form of ISO 8601; absent while they may have different ones
 * @param walking the retention that is being given to them
 * @param upTo the id of the last item that has it
 * @param claimedUntil until when one replica gives it to them and the others leave it to that one
 */
@MongoEntity(database = NotificationDocument.DATABASE, collection = "settings")
public record RetentionDocument(@BsonId String id, String applied, String walking, String upTo, Instant claimedUntil) {

    public static final String ID = "retention";
    static final String APPLIED = "applied";
    static final String WALKING = "walking";
    static final String UP_TO = "upTo";
    static final String CLAIMED_UNTIL = "claimedUntil";

    static RetentionDocument applied(Duration applied) {
        return new RetentionDocument(ID, applied.toString(), null, null, null);
    }

    static RetentionDocument walking(Duration walking, Instant claimedUntil) {
        return new RetentionDocument(ID, null, walking.toString(), null, claimedUntil);
    }

    public boolean isApplied(Duration retention) {
        return retention.toString().equals(applied);
    }

    boolean isClaimed(Instant now) {
        return claimedUntil != null && claimedUntil.isAfter(now);
    }

    /** Whether nothing is remembered that an item stored by another rule would make wrong. */
    boolean isBlank() {
        return applied == null && walking == null;
    }

    /** The id after which to go on; one that comes before all others where there is nothing to go on from. */
    String startOf(Duration retention) {
        return upTo != null && retention.toString().equals(walking) ? upTo : "";
    }
}
