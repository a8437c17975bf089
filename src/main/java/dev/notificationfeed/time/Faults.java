package dev.notificationfeed.time;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Unforeseen failures of background work, which must go on after them. Each is counted in a metric. Each kind is logged
 * once with its stack trace, because a fault in a task that runs several times a second would fill the log.
 */
public final class Faults {

    private static final Logger LOG = Logger.getLogger(Faults.class);
    private static final int MAX_KINDS = 100;

    private final String task;
    private final Counter counter;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** @param task names the work in the log and in the metric */
    public Faults(String task) {
        this.task = task;
        this.counter = Counter.builder("notifications.background.faults")
                .description("Unforeseen failures of background work, which went on after them")
                .tag("task", task)
                .register(Metrics.globalRegistry);
    }

    /** Counts a failure, and logs it if it is the first of its kind. */
    public void caught(Throwable fault) {
        counter.increment();
        boolean isNew = logged.size() < MAX_KINDS && logged.add(kind(fault));
        LOG.logf(isNew ? Level.ERROR : Level.DEBUG, fault, "background task failed task=%s", task);
    }

    /** Runs a part of the work, and catches what it throws. */
    public void guard(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException | Error fault) {
            caught(fault);
        }
    }

    private static String kind(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        return fault.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }
}
