package dev.notificationfeed.capability;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static java.util.stream.Collectors.toMap;

import dev.notificationfeed.mongodb.MongoSettings;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.conversions.Bson;

/**
 * A {@link Replica} as stored in MongoDB. Capabilities are a list because their names have dots, which keys must not have.
 *
 * @param seenAt time of its last report by MongoDB's clock; a replica of an old version writes the time of its own clock
 * @param retention how long it keeps items, as an ISO 8601 duration; absent if its version does not report it
 */
@MongoEntity(database = MongoSettings.DATABASE, collection = "replicas")
public record ReplicaDocument(
        @BsonId String instance, String version, List<Capability> capabilities, Instant seenAt, String retention) {

    static final String SEEN_AT = "seenAt";

    /**
     * One capability.
     *
     * @param reason why it is unavailable; empty when it is available
     */
    public record Capability(String name, String reason) {}

    /** The report of a replica, with the time at which MongoDB receives it. */
    static Bson report(Replica replica, Duration retention) {
        List<Capability> capabilities = replica.capabilities().entrySet().stream()
                .map(entry -> new Capability(entry.getKey(), entry.getValue()))
                .toList();
        return combine(
                set("version", replica.version()),
                set("capabilities", capabilities),
                set("retention", retention.toString()),
                currentDate(SEEN_AT));
    }

    boolean keepsItemsFor(Duration expected) {
        return expected.toString().equals(retention);
    }

    Replica toReplica() {
        return new Replica(
                instance, version, capabilities.stream().collect(toMap(Capability::name, Capability::reason)));
    }
}
