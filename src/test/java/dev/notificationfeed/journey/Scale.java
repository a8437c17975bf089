package dev.notificationfeed.journey;

import java.time.Duration;

/**
 * The size of a journey: small in every build, and as large as the promise in the long form ({@code -Plong}). A journey that
 * has a size carries {@link #TAG}, which selects it for the long form. The long form does not repeat journeys without a size.
 */
final class Scale {

    static final String TAG = "sized";

    /** Journeys that prove that nothing is lost; CI runs them at full size, with {@code -Plong -Djourneys=loss}. */
    static final String LOSS = "loss";

    /** Tests that run in the long form only. */
    static final String LONG_ONLY = "long-only";

    private static final boolean LONG = Boolean.getBoolean("journey.long");

    private Scale() {}

    /** A number, such as of events or rounds. */
    static int of(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }

    /** A duration. */
    static Duration of(Duration inShort, Duration inLong) {
        return LONG ? inLong : inShort;
    }
}
