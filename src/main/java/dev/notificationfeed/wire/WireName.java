package dev.notificationfeed.wire;

import java.util.Locale;

/** The names of constants as the wire has them: {@code TOO_OLD} is {@code too-old}. */
public final class WireName {

    private WireName() {}

    /** The name of a constant in lower case, its words joined by hyphens. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
