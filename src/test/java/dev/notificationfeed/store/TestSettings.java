package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.mongodb.StoreConfig;
import java.time.Duration;
import java.util.Optional;

/** The defaults, with short times where a test would wait. */
public record TestSettings(Duration timeout, Duration sinceSent)
        implements StoreConfig, RetentionConfig, EarlyChangesConfig, ErasureConfig {

    public TestSettings(Duration timeout) {
        this(timeout, Duration.ofDays(400));
    }

    @Override
    public Duration checkTimeout() {
        return timeout;
    }

    @Override
    public Duration publishLease() {
        return Duration.ofSeconds(5);
    }

    @Override
    public int concurrency() {
        return 32;
    }

    @Override
    public int callsPerRecipient() {
        return 8;
    }

    @Override
    public Duration indexInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public Duration earlyChangesKept() {
        return Duration.ofMinutes(10);
    }

    /** Few, so that a test can reach it. */
    @Override
    public int earlyChangesMax() {
        return 30;
    }

    @Override
    public Optional<String> key() {
        return Optional.empty();
    }

    @Override
    public Duration appliedEvery() {
        return Duration.ofMillis(100);
    }
}
