package dev.notificationfeed.health;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The state of everything that the service needs, kept by looks in the background, so that asking never waits. */
@ApplicationScoped
public class Dependencies {

    private static final Logger LOG = Logger.getLogger(Dependencies.class);

    private final DependencyConfig config;
    private final Map<String, DependencyCheck> checks;
    private final Map<String, CheckHistory> watches = new LinkedHashMap<>();
    private final Map<String, CheckSchedule> turns = new LinkedHashMap<>();
    private final List<Cancellable> looking = new ArrayList<>();

    Dependencies(DependencyConfig config, @All List<DependencyCheck> checks) {
        this.config = config;
        this.checks = inOrderOfBase(checks);
        this.checks.keySet().forEach(name -> {
            watches.put(name, new CheckHistory(name, config.failuresUntilLost(name)));
            turns.put(name, new CheckSchedule());
        });
    }

    /** All states, a base before what stands on it. */
    public List<DependencyState> states() {
        return watches.values().stream().map(CheckHistory::state).toList();
    }

    /**
     * One state.
     *
     * @throws IllegalArgumentException if no check has that name
     */
    public DependencyState state(String name) {
        CheckHistory watch = watches.get(name);
        if (watch == null) {
            throw new IllegalArgumentException("no dependency check is named " + name);
        }
        return watch.state();
    }

    /** Whether the last look found it. */
    public boolean isUp(String name) {
        return state(name).result().up();
    }

    void start(@Observes StartupEvent started) {
        checks.values().forEach(check -> looking.add(lookForEver(check)));
    }

    @PreDestroy
    void stop() {
        looking.forEach(Cancellable::cancel);
    }

    /** The one subscription per check that lasts as long as the process; a tick that finds a look under way waits for it, alone. */
    private Cancellable lookForEver(DependencyCheck check) {
        CheckSchedule due = turns.get(check.name());
        return due.every(config.interval(), () -> isSettled(check))
                .onItem()
                .transformToUniAndConcatenate(tick -> look(check, due.take()))
                .subscribe()
                .with(found -> {});
    }

    /** Nobody outside is asked more often than in turn: what is waited for stands on something that is there already. */
    private boolean isSettled(DependencyCheck check) {
        return check.base() == null || state(check.name()).ready();
    }

    private Uni<Void> look(DependencyCheck check, boolean inTurn) {
        CheckHistory watch = watches.get(check.name());
        if (check.base() != null && !isUp(check.base())) {
            report(watch.waitsFor(state(check.base())), watch.state());
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(check::check)
                .ifNoItem()
                .after(config.timeout())
                .recoverWithItem(() -> CheckResult.missing(
                        "no answer within " + config.timeout().toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> failed(check, failure))
                .invoke(result -> tell(watch, result, inTurn))
                .replaceWithVoid();
    }

    private void tell(CheckHistory watch, CheckResult result, boolean inTurn) {
        boolean comesUp = result.up() && !watch.state().result().up();
        report(inTurn ? watch.found(result) : watch.foundBetween(result), watch.state());
        if (comesUp) {
            lookAtWhatStandsOn(watch.state().name());
        }
    }

    /** At once: what is there in a chain of three must not take three looks to be found. */
    private void lookAtWhatStandsOn(String base) {
        checks.values().stream()
                .filter(check -> base.equals(check.base()))
                .forEach(check -> turns.get(check.name()).prompt());
    }

    /** Reasons are read by anyone who asks for capabilities, so what a driver says stays in the log. */
    private static CheckResult failed(DependencyCheck check, Throwable failure) {
        LOG.debugf(failure, "look failed check=%s", check.name());
        return CheckResult.missing("the look failed; the log at level DEBUG tells why");
    }

    private static void report(boolean turned, DependencyState state) {
        if (turned && state.result().up()) {
            LOG.infof("dependency is there check=%s", state.name());
        } else if (turned) {
            LOG.warnf(
                    "dependency is missing check=%s reason=\"%s\"",
                    state.name(), state.result().reason());
        }
    }

    private static Map<String, DependencyCheck> inOrderOfBase(List<DependencyCheck> checks) {
        Map<String, DependencyCheck> ordered = new LinkedHashMap<>();
        List<DependencyCheck> left = new ArrayList<>(checks);
        while (!left.isEmpty()) {
            List<DependencyCheck> next = left.stream()
                    .filter(check -> check.base() == null || ordered.containsKey(check.base()))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("dependency checks without a base: "
                        + left.stream().map(DependencyCheck::name).toList());
            }
            next.forEach(check -> ordered.put(check.name(), check));
            left.removeAll(next);
        }
        return ordered;
    }
}
