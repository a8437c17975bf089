package dev.notificationfeed.stream;

import java.time.Clock;
import java.time.Duration;

/** When one stream must do what. */
record StreamTimes(StreamConfig config, Clock clock, long expiresAtMillis) {

    Duration heartbeat() {
        return config.heartbeat();
    }

    Duration unreadInterval() {
        return config.unreadInterval();
    }

    Duration stuckAfter() {
        return config.stuckAfter();
    }

    /** Whether the token that opened it has expired. */
    boolean isExpired() {
        return clock.millis() >= expiresAtMillis;
    }
}
