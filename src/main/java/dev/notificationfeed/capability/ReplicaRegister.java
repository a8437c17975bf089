package dev.notificationfeed.capability;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.RetentionConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The replicas that are running. Each writes its capabilities, so that any replica can answer for the deployment. MongoDB sets
 * the time of a report and returns it, so that no replica needs a correct clock.
 */
@ApplicationScoped
public class ReplicaRegister {

    /** Far longer than a live replica is silent, even if it is of an old version and its clock is wrong. */
    private static final Duration REMOVED_AFTER = Duration.ofDays(1);

    private static final FindOneAndUpdateOptions INSERT_OR_UPDATE =
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);

    private final ReplicaRepository repository;
    private final Guard guard;
    private final ServerTime time;
    private final Duration retention;

    public ReplicaRegister(ReplicaRepository repository, Guard guard, ServerTime time, RetentionConfig retention) {
        this.repository = repository;
        this.guard = guard;
        this.time = time;
        this.retention = retention.sinceSent();
    }

    /** Inserts or updates the entry of one replica and deletes entries that are more than a day old. */
    public Uni<Void> report(Replica replica) {
        return guard.guard(
                "report-replica",
                () -> repository
                        .mongoCollection()
                        .findOneAndUpdate(
                                eq(Fields.ID, replica.instance()),
                                ReplicaDocument.report(replica, retention),
                                INSERT_OR_UPDATE)
                        .invoke(stored -> time.set(stored.seenAt()))
                        .chain(stored -> removeOlderThan(stored.seenAt().minus(REMOVED_AFTER))));
    }

    /** The replicas that have reported within this time until now. Fails if no replica has reported through this register. */
    public Uni<List<SeenReplica>> seenWithin(Duration recently) {
        return guard.guard("list-replicas", () -> {
            Instant now = time.now();
            return since(now.minus(recently))
                    .map(found -> found.stream()
                            .map(entry -> new SeenReplica(entry.toReplica(), Duration.between(entry.seenAt(), now)))
                            .toList());
        });
    }

    /** Whether every replica that has reported within this time keeps items as long as this one; null if none has reported. */
    public Uni<Boolean> agreesOnRetention(Duration recently) {
        Instant now = time.now();
        if (now == null) {
            return Uni.createFrom().nullItem();
        }
        return guard.guard(
                "list-retentions",
                () -> since(now.minus(recently))
                        .map(found -> found.isEmpty()
                                ? null
                                : found.stream().allMatch(replica -> replica.keepsItemsFor(retention))));
    }

    private Uni<List<ReplicaDocument>> since(Instant then) {
        return repository.list(gte(ReplicaDocument.SEEN_AT, then));
    }

    private Uni<Void> removeOlderThan(Instant then) {
        return repository.delete(lt(ReplicaDocument.SEEN_AT, then)).replaceWithVoid();
    }
}
