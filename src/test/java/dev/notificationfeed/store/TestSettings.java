package dev.notificationfeed.store;

import java.time.Duration;

/** The defaults, with short times where a test would wait. */
record TestSettings(Duration timeout, Duration sinceSent) implements StoreConfig, RetentionConfig {

    TestSettings(Duration timeout) {
        this(timeout, Duration.ofDays(400));
    }

    @Override
    public Duration checkTimeout() {
        return timeout;
    }

    @Override
    public Duration owedLease() {
        return Duration.ofSeconds(5);
    }

    @Override
    public int concurrency() {
        return 32;
    }

    @Override
    public Duration indexInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public Duration appliedEvery() {
        return Duration.ofMillis(100);
    }
}
