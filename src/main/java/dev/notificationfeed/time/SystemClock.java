package dev.notificationfeed.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;

/** The time of this machine, a dependency like others: injected, so that tests can set it. */
final class SystemClock {

    /** To the millisecond, because that is what MongoDB keeps and JSON shows: no instant changes on its way. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Produces
    @Singleton
    MonotonicClock monotonicClock() {
        return System::nanoTime;
    }
}
