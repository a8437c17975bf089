package dev.notificationfeed.capability;

import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.RetentionConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The replicas that are running. Each writes its capabilities, so that any replica can answer for the deployment. */
@ApplicationScoped
public class ReplicaRegister {

    /** Far longer than a live replica is silent, even if its clock is wrong. */
    private static final Duration REMOVED_AFTER = Duration.ofDays(1);

    private final ReplicaRepository repository;
    private final Guard guard;
    private final Duration retention;

    public ReplicaRegister(ReplicaRepository repository, Guard guard, RetentionConfig retention) {
        this.repository = repository;
        this.guard = guard;
        this.retention = retention.sinceSent();
    }

    /** Inserts or replaces the entry of one replica and deletes entries that are more than a day old. */
    public Uni<Void> report(Replica replica) {
        return guard.guard(
                "report-replica",
                () -> repository
                        .persistOrUpdate(ReplicaDocument.of(replica, retention))
                        .chain(() -> removeOlderThan(replica.seenAt().minus(REMOVED_AFTER))));
    }

    /** The replicas that have reported since this time. */
    public Uni<List<Replica>> seenSince(Instant since) {
        return guard.guard(
                "list-replicas",
                () -> repository
                        .list(gte(ReplicaDocument.SEEN_AT, since))
                        .map(found ->
                                found.stream().map(ReplicaDocument::toReplica).toList()));
    }

    /** Whether every replica that has reported since this time keeps items as long as this one; null if none has reported. */
    public Uni<Boolean> agreesOnRetention(Instant since) {
        return guard.guard(
                "list-retentions",
                () -> repository
                        .list(gte(ReplicaDocument.SEEN_AT, since))
                        .map(found -> found.isEmpty()
                                ? null
                                : found.stream().allMatch(replica -> replica.keepsItemsFor(retention))));
    }

    private Uni<Void> removeOlderThan(Instant then) {
        return repository.delete(lt(ReplicaDocument.SEEN_AT, then)).replaceWithVoid();
    }
}
