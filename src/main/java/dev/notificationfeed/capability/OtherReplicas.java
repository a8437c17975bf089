package dev.notificationfeed.capability;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** The rest of the deployment: in the background this replica reports itself and reads what the others reported. */
@ApplicationScoped
class OtherReplicas {

    private static final Logger LOG = Logger.getLogger(OtherReplicas.class);

    private final ThisReplica self;
    private final ReplicaRegister register;
    private final CapabilityConfig config;
    private final Clock clock;

    private volatile Reading reading = new Reading(List.of(), Instant.EPOCH, false);
    private Cancellable exchanging = () -> {};

    private record Reading(List<Replica> replicas, Instant at, boolean failing) {}

    OtherReplicas(ThisReplica self, ReplicaRegister register, CapabilityConfig config, Clock clock) {
        this.self = self;
        this.register = register;
        this.config = config;
        this.clock = clock;
    }

    /** Those that were seen lately, as each last said of itself. Never waits. */
    List<Replica> seen() {
        return reading.replicas().stream()
                .filter(replica -> replica.seenAt().isAfter(oldest()))
                .toList();
    }

    /** Whether the register has been read lately: if not, nobody can say who else is running. */
    boolean known() {
        return reading.at().isAfter(oldest());
    }

    void start(@Observes StartupEvent started) {
        exchanging = Multi.createFrom()
                .ticks()
                .every(config.reportEvery())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> exchange())
                .subscribe()
                .with(done -> {});
    }

    @PreDestroy
    void stop() {
        exchanging.cancel();
    }

    private Uni<Void> exchange() {
        Replica now = self.now();
        return register.report(now)
                .chain(() -> register.seenSince(oldest()))
                .ifNoItem()
                .after(config.reportEvery())
                .fail()
                .invoke(all -> remember(all, now.instance()))
                .onFailure()
                .invoke(this::remember)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void remember(List<Replica> all, String own) {
        if (reading.failing()) {
            LOG.info("register of replicas answers again");
        }
        List<Replica> others =
                all.stream().filter(replica -> !replica.instance().equals(own)).toList();
        reading = new Reading(others, clock.instant(), false);
    }

    private void remember(Throwable failure) {
        if (!reading.failing()) {
            LOG.warnf("register of replicas does not answer reason=\"%s\"", failure.getMessage());
        }
        reading = new Reading(reading.replicas(), reading.at(), true);
    }

    private Instant oldest() {
        return clock.instant().minus(config.forgottenAfter());
    }
}
