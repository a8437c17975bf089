package dev.notificationfeed.journey;

import java.time.Duration;

/**
 * How large a journey is: short in every build, and at the size that the promise names in the long form, which
 * {@code -Plong} runs. A journey that asks for its size carries {@link #TAG}, by which the long form finds it; one without
 * a size is not run there once more.
 */
final class Scale {

    static final String TAG = "sized";

    /** What is run in the long form alone. */
    static final String LONG_ONLY = "long-only";

    private static final boolean LONG = Boolean.getBoolean("journey.long");

    private Scale() {}

    /** A number of things. */
    static int of(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }

    /** A length of time. */
    static Duration of(Duration inShort, Duration inLong) {
        return LONG ? inLong : inShort;
    }
}
