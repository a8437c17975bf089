package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.notification.InvalidFieldException;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/** Typed fields of a JSON object: a number is not accepted as a string, and a null counts as absent. */
final class JsonFields {

    private final String path;
    private final ObjectNode object;

    JsonFields(ObjectNode object) {
        this("", object);
    }

    /** @param path the prefix of field names in errors, e.g. {@code notification.} */
    private JsonFields(String path, ObjectNode object) {
        this.path = path;
        this.object = object;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw invalid(name, "is required");
        }
        return text;
    }

    String textOrNull(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!value.isTextual()) {
            throw invalid(name, "must be a string");
        }
        return value.textValue();
    }

    Instant instant(String name) {
        return Rfc3339.instant(path + name, text(name));
    }

    JsonFields object(String name) {
        if (!has(name)) {
            throw invalid(name, "is required");
        }
        if (object.get(name) instanceof ObjectNode value) {
            return new JsonFields(path + name + ".", value);
        }
        throw invalid(name, "must be an object");
    }

    <E extends Enum<E>> E oneOf(String name, Collection<E> allowed) {
        String text = text(name);
        return allowed.stream()
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(name, "must be one of " + names(allowed)));
    }

    private static String names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private InvalidFieldException invalid(String name, String rule) {
        return new InvalidFieldException(path + name, rule);
    }
}
