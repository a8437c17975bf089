package dev.notificationfeed.event;

import dev.notificationfeed.wire.WireName;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The supported events, by their CloudEvents {@code type}. */
enum EventType {
    CREATED,
    STATUS_CHANGED,
    WITHDRAWN;

    private static final Map<String, EventType> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::text, Function.identity()));

    private final String text = "dev.notificationfeed.notification." + WireName.of(this) + ".v1";

    static EventType of(String text) {
        EventType type = BY_TEXT.get(text);
        if (type == null) {
            throw new RejectedException(
                    RejectionCode.UNKNOWN_TYPE,
                    "type must be one of "
                            + Arrays.stream(values()).map(EventType::text).collect(Collectors.joining(", ")));
        }
        return type;
    }

    String text() {
        return text;
    }
}
