package dev.notificationfeed.health;

import dev.notificationfeed.time.Faults;
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

/** The state of every dependency. Background checks keep it up to date, so that reading it never waits. */
@ApplicationScoped
public class Dependencies {

    private static final Logger LOG = Logger.getLogger(Dependencies.class);

    private final DependencyConfig config;
    private final Map<String, DependencyCheck> checks;
    private final Map<String, CheckHistory> histories = new LinkedHashMap<>();
    private final Map<String, CheckSchedule> schedules = new LinkedHashMap<>();
    private final Faults faults = new Faults("dependency-checks");
    private final List<Cancellable> running = new ArrayList<>();

    Dependencies(DependencyConfig config, @All List<DependencyCheck> checks) {
        this.config = config;
        this.checks = inOrderOfBase(checks);
        this.checks.keySet().forEach(name -> {
            histories.put(name, new CheckHistory(name, config.failuresUntilLost(name)));
            schedules.put(name, new CheckSchedule());
        });
    }

    /** All states, each base before its dependents. */
    public List<DependencyState> states() {
        return histories.values().stream().map(CheckHistory::state).toList();
    }

    /**
     * One state.
     *
     * @throws IllegalArgumentException if no check has that name
     */
    public DependencyState state(String name) {
        CheckHistory history = histories.get(name);
        if (history == null) {
            throw new IllegalArgumentException("no dependency check is named " + name);
        }
        return history.state();
    }

    /** Whether the last check succeeded. */
    public boolean isUp(String name) {
        return state(name).result().up();
    }

    void start(@Observes StartupEvent started) {
        checks.values().forEach(check -> running.add(checkRepeatedly(check)));
    }

    @PreDestroy
    void stop() {
        running.forEach(Cancellable::cancel);
    }

    /**
     * Subscribes once per check, for the life of the process. Of the ticks during a check, the last one starts the next check.
     * An unforeseen failure ends a run, never the ticks.
     */
    private Cancellable checkRepeatedly(DependencyCheck check) {
        CheckSchedule schedule = schedules.get(check.name());
        return schedule.ticks(config.interval(), () -> isSettled(check))
                .onItem()
                .transformToUniAndConcatenate(tick -> Uni.createFrom()
                        .deferred(() -> run(check, schedule.takeRegular()))
                        .onFailure()
                        .invoke(faults::caught)
                        .onFailure()
                        .recoverWithNull())
                .subscribe()
                .with(done -> {});
    }

    /** A check without base contacts another system, so it gets no extra ticks at startup. */
    private boolean isSettled(DependencyCheck check) {
        return check.base() == null || state(check.name()).ready();
    }

    private Uni<Void> run(DependencyCheck check, boolean regular) {
        CheckHistory history = histories.get(check.name());
        if (check.base() != null && !isUp(check.base())) {
            report(history.recordBaseDown(state(check.base())), history.state());
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
                .invoke(result -> record(history, result, regular))
                .replaceWithVoid();
    }

    private void record(CheckHistory history, CheckResult result, boolean regular) {
        boolean cameUp = result.up() && !history.state().result().up();
        report(regular ? history.record(result) : history.recordExtra(result), history.state());
        if (cameUp) {
            checkDependents(history.state().name());
        }
    }

    /** Checks them now, so that a chain of three needs no three intervals to come up. */
    private void checkDependents(String base) {
        checks.values().stream()
                .filter(check -> base.equals(check.base()))
                .forEach(check -> schedules.get(check.name()).checkNow());
    }

    /** Anyone can read a reason through the capabilities, so the message of a driver stays in the log. */
    private static CheckResult failed(DependencyCheck check, Throwable failure) {
        LOG.debugf(failure, "check failed check=%s", check.name());
        return CheckResult.missing("the check failed; see the log at level DEBUG");
    }

    private static void report(boolean transition, DependencyState state) {
        if (transition && state.result().up()) {
            LOG.infof("dependency is there check=%s", state.name());
        } else if (transition) {
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
