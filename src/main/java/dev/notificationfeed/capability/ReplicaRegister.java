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

/** Who else is running: each replica writes what it can do, so that one can speak for all. */
@ApplicationScoped
public class ReplicaRegister {

    /** Far longer than any replica that is alive stays silent, whatever its clock says. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final ReplicaRepository repository;
    private final Guard guard;
    private final Duration retention;

    public ReplicaRegister(ReplicaRepository repository, Guard guard, RetentionConfig retention) {
        this.repository = repository;
        this.guard = guard;
        this.retention = retention.sinceSent();
    }

    /** Writes or replaces one replica's entry, and drops those that have said nothing for a day. */
    public Uni<Void> report(Replica replica) {
        return guard.guard(
                "report-replica",
                () -> repository
                        .persistOrUpdate(ReplicaDocument.of(replica, retention))
                        .chain(() -> forgetSilentSince(replica.seenAt().minus(FORGOTTEN_AFTER))));
    }

    /** The replicas that reported since. */
    public Uni<List<Replica>> seenSince(Instant since) {
        return guard.guard(
                "list-replicas",
                () -> repository
                        .list(gte(ReplicaDocument.SEEN_AT, since))
                        .map(found ->
                                found.stream().map(ReplicaDocument::toReplica).toList()));
    }

    /** Whether every replica that reported since keeps items as long as this one; null if none did, not even this one. */
    public Uni<Boolean> agreesOnRetention(Instant since) {
        return guard.guard(
                "list-retentions",
                () -> repository
                        .list(gte(ReplicaDocument.SEEN_AT, since))
                        .map(found -> found.isEmpty()
                                ? null
                                : found.stream().allMatch(replica -> replica.keepsItemsFor(retention))));
    }

    private Uni<Void> forgetSilentSince(Instant then) {
        return repository.delete(lt(ReplicaDocument.SEEN_AT, then)).replaceWithVoid();
    }
}
