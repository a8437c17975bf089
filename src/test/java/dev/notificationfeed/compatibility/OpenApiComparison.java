package dev.notificationfeed.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notificationfeed.compatibility.SchemaComparison.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Compares two versions of an OpenAPI document without references. It does not use openapi-diff, which misses changed types
 * in OpenAPI 3.1 documents (its issues 745 and 910).
 */
final class OpenApiComparison {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final List<String> breaks = new ArrayList<>();

    private OpenApiComparison() {}

    /** The breaking changes for clients, each with its call; empty if there are none. */
    static List<String> breaks(JsonNode released, JsonNode present) {
        var comparison = new OpenApiComparison();
        members(released, "paths")
                .forEach((path, item) -> members(item).forEach((method, call) -> {
                    if (METHODS.contains(method)) {
                        comparison.compareCall(
                                method.toUpperCase() + " " + path,
                                call,
                                present.path("paths").path(path).path(method));
                    }
                }));
        return comparison.breaks;
    }

    private void compareCall(String name, JsonNode released, JsonNode present) {
        if (present.isMissingNode()) {
            breaks.add(name + " is gone");
            return;
        }
        compareSecurity(name, released.path("security"), present.path("security"));
        compareParameters(name, parameters(released), parameters(present));
        compareBody(name + " body", released.path("requestBody"), present.path("requestBody"));
        compareResponses(name, released.path("responses"), present.path("responses"));
    }

    private void compareSecurity(String name, JsonNode released, JsonNode present) {
        if (!schemes(released).containsAll(schemes(present))) {
            breaks.add(name + " security was " + released + ", is " + present);
        }
    }

    /** Ignores the roles, because they are configurable. */
    private static Set<String> schemes(JsonNode security) {
        return StreamSupport.stream(security.spliterator(), false)
                .flatMap(scheme -> members(scheme).keySet().stream())
                .collect(Collectors.toSet());
    }

    private static Map<String, JsonNode> parameters(JsonNode call) {
        return StreamSupport.stream(call.path("parameters").spliterator(), false)
                .collect(Collectors.toMap(
                        parameter -> parameter.path("in").asText() + " "
                                + parameter.path("name").asText(),
                        parameter -> parameter));
    }

    private void compareParameters(String name, Map<String, JsonNode> released, Map<String, JsonNode> present) {
        released.forEach((parameter, was) -> {
            if (present.containsKey(parameter)) {
                compare(name + " " + parameter, Direction.READ, was, present.get(parameter));
            } else {
                breaks.add(name + " " + parameter + " is gone");
            }
        });
        present.forEach((parameter, is) -> {
            var wasRequired = released.containsKey(parameter) && isRequired(released.get(parameter));
            if (isRequired(is) && !wasRequired) {
                breaks.add(name + " " + parameter + " is required now");
            }
        });
    }

    private static boolean isRequired(JsonNode node) {
        return node.path("required").asBoolean();
    }

    private void compareBody(String name, JsonNode released, JsonNode present) {
        if (isRequired(present) && !isRequired(released)) {
            breaks.add(name + " is required now");
        }
        compareContent(name, Direction.READ, released, present);
    }

    private void compareResponses(String name, JsonNode released, JsonNode present) {
        members(released).forEach((status, was) -> {
            if (present.has(status)) {
                compareContent(name + " " + status, Direction.WRITTEN, was, present.path(status));
            } else {
                breaks.add(name + " " + status + " is gone");
            }
        });
    }

    private void compareContent(String name, Direction direction, JsonNode released, JsonNode present) {
        members(released, "content").forEach((type, was) -> {
            JsonNode is = present.path("content").path(type);
            if (is.isMissingNode()) {
                breaks.add(name + " " + type + " is gone");
            } else {
                compare(name + " " + type, direction, was, is);
                compareCodes(name, was, is);
            }
        });
    }

    private void compare(String name, Direction direction, JsonNode released, JsonNode present) {
        new SchemaComparison(direction, released.path("schema"), present.path("schema"))
                .breaks()
                .forEach(found -> breaks.add(name + " " + found));
    }

    /** The name of each problem example is its problem code. */
    private void compareCodes(String name, JsonNode released, JsonNode present) {
        Stream.of(released)
                .filter(content -> content.has("examples"))
                .flatMap(content -> members(content, "examples").keySet().stream())
                .filter(code -> !present.path("examples").has(code))
                .forEach(code -> breaks.add(name + " " + code + " is gone"));
    }

    private static Map<String, JsonNode> members(JsonNode parent, String name) {
        return members(parent.path(name));
    }

    private static Map<String, JsonNode> members(JsonNode node) {
        return node.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
