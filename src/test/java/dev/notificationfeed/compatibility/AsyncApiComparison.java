package dev.notificationfeed.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notificationfeed.compatibility.SchemaComparison.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares two versions of an AsyncAPI document without references. */
final class AsyncApiComparison {

    private final List<String> breaks = new ArrayList<>();

    private AsyncApiComparison() {}

    /** The breaking changes for producers, readers and other replicas, each with its operation; empty if there are none. */
    static List<String> breaks(JsonNode released, JsonNode present) {
        var comparison = new AsyncApiComparison();
        for (Map.Entry<String, JsonNode> operation : released.path("operations").properties()) {
            comparison.compareOperation(
                    operation.getKey(),
                    operation.getValue(),
                    present.path("operations").path(operation.getKey()));
        }
        return comparison.breaks;
    }

    private void compareOperation(String name, JsonNode released, JsonNode present) {
        requireSame(name + " action", released.path("action"), present.path("action"));
        requireSame(
                name + " address",
                released.path("channel").path("address"),
                present.path("channel").path("address"));
        var direction = released.path("action").asText().equals("receive") ? Direction.READ : Direction.WRITTEN;
        var messages = present.path("channel").path("messages");
        released.path("channel").path("messages").properties().forEach(message -> {
            if (messages.has(message.getKey())) {
                compareMessage(
                        name + " " + message.getKey(), direction, message.getValue(), messages.path(message.getKey()));
            } else {
                breaks.add(name + " " + message.getKey() + " is gone");
            }
        });
    }

    private void compareMessage(String name, Direction direction, JsonNode released, JsonNode present) {
        requireSame(name + " name", released.path("name"), present.path("name"));
        requireSame(name + " contentType", member(released, "contentType"), member(present, "contentType"));
        for (String part : List.of("headers", "payload")) {
            new SchemaComparison(direction, schema(released, part), schema(present, part))
                    .breaks()
                    .forEach(found -> breaks.add(name + " " + part + " " + found));
        }
    }

    private void requireSame(String name, JsonNode released, JsonNode present) {
        if (!released.equals(present)) {
            breaks.add(name + " was " + released + ", is " + present);
        }
    }

    /** A schema may be given directly or together with its format. */
    private static JsonNode schema(JsonNode message, String part) {
        JsonNode schema = member(message, part);
        return schema.has("schema") ? schema.path("schema") : schema;
    }

    private static JsonNode member(JsonNode message, String name) {
        JsonNode own = message.path(name);
        for (JsonNode trait : message.path("traits")) {
            own = own.isMissingNode() ? trait.path(name) : own;
        }
        return own;
    }
}
