package dev.notificationfeed.ingest;

import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.mongodb.MongoCheck;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether a batch has waited for too long although every dependency looks up. While MongoDB is down its own check says so, and
 * has a tolerance of its own; the time begins when it is up again. The checks of Kafka are the base of the one that asks this.
 */
@Singleton
class StuckBatch {

    private final StepOutages outages;
    private final BooleanSupplier storeUp;
    private final Duration stuckAfter;
    private final LongSupplier nanoTime;
    private long storeDownAt;
    private boolean storeWasDown;

    @Inject
    StuckBatch(StepOutages outages, Dependencies dependencies, IngestConfig config) {
        this(outages, () -> dependencies.isUp(MongoCheck.NAME), config.stuckAfter(), System::nanoTime);
    }

    StuckBatch(StepOutages outages, BooleanSupplier storeUp, Duration stuckAfter, LongSupplier nanoTime) {
        this.outages = outages;
        this.storeUp = storeUp;
        this.stuckAfter = stuckAfter;
        this.nanoTime = nanoTime;
    }

    /** The step, the time and the reason, for operators. Asked by one check, again and again. */
    synchronized Optional<String> reason() {
        long now = nanoTime.getAsLong();
        if (!storeUp.getAsBoolean()) {
            storeDownAt = now;
            storeWasDown = true;
        }
        boolean mayStillRecover =
                storeWasDown && Duration.ofNanos(now - storeDownAt).compareTo(stuckAfter) < 0;
        return mayStillRecover
                ? Optional.empty()
                : outages.longest()
                        .filter(outage -> outage.duration().compareTo(stuckAfter) >= 0)
                        .map(outage -> "a batch has waited for %d s in step \"%s\": %s"
                                .formatted(outage.duration().toSeconds(), outage.step(), outage.reason()));
    }
}
