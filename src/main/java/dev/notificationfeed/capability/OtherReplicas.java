package dev.notificationfeed.capability;

import dev.notificationfeed.time.MonotonicClock;
import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** The other replicas of the deployment: a background task reports this replica and reads the reports of the others. */
@ApplicationScoped
class OtherReplicas {

    private static final Logger LOG = Logger.getLogger(OtherReplicas.class);

    private final ThisReplica self;
    private final ReplicaRegister register;
    private final CapabilityConfig config;
    private final MonotonicClock clock;

    private volatile Snapshot snapshot = new Snapshot(List.of(), null, false);
    private PeriodicTask exchange = PeriodicTask.none();

    /**
     * The last successful read, and whether a later one failed.
     *
     * @param readAt by the monotonic clock; null before the first read
     */
    private record Snapshot(List<SeenReplica> replicas, Long readAt, boolean failing) {}

    OtherReplicas(ThisReplica self, ReplicaRegister register, CapabilityConfig config, MonotonicClock clock) {
        this.self = self;
        this.register = register;
        this.config = config;
        this.clock = clock;
    }

    /** The replicas that reported recently, as each last reported. Never waits. */
    List<Replica> recent() {
        Snapshot last = snapshot;
        return last.replicas().stream()
                .filter(seen -> isRecent(seen.ago().plus(clock.since(last.readAt()))))
                .map(SeenReplica::replica)
                .toList();
    }

    /** Whether the register was read recently. If not, the other replicas are unknown. */
    boolean known() {
        Snapshot last = snapshot;
        return last.readAt() != null && isRecent(clock.since(last.readAt()));
    }

    void start(@Observes StartupEvent started) {
        exchange = PeriodicTask.start("replica-register", config.reportEvery(), this::exchange);
    }

    @PreDestroy
    void stop() {
        exchange.stop();
    }

    private Uni<Void> exchange() {
        Replica own = self.report();
        return register.report(own)
                .chain(() -> register.seenWithin(config.forgottenAfter()))
                .ifNoItem()
                .after(config.reportEvery())
                .fail()
                .invoke(all -> succeeded(all, own.instance()))
                .onFailure()
                .invoke(this::failed)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void succeeded(List<SeenReplica> all, String ownInstance) {
        if (snapshot.failing()) {
            LOG.info("register of replicas is available again");
        }
        List<SeenReplica> others = all.stream()
                .filter(seen -> !seen.replica().instance().equals(ownInstance))
                .toList();
        snapshot = new Snapshot(others, clock.nanos(), false);
    }

    private void failed(Throwable failure) {
        if (!snapshot.failing()) {
            LOG.warnf("register of replicas is not available reason=\"%s\"", failure.getMessage());
        }
        snapshot = new Snapshot(snapshot.replicas(), snapshot.readAt(), true);
    }

    private boolean isRecent(Duration age) {
        return age.compareTo(config.forgottenAfter()) < 0;
    }
}
