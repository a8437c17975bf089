package dev.notificationfeed.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Compares two versions of a JSON Schema without references. A schema that the service reads may only become wider, one that
 * it writes only narrower. Both cases ask whether one schema accepts everything that the other accepts; if this cannot be
 * decided, the answer is no.
 *
 * @param direction whether the service reads or writes the schema
 * @param released the released version
 * @param present the current version
 */
record SchemaComparison(Direction direction, JsonNode released, JsonNode present) {

    enum Direction {
        /** The service reads it: everything that was valid must stay valid. */
        READ,
        /** The service writes it: everything it writes now must be valid by the released schema. */
        WRITTEN
    }

    private static final Set<String> UPPER_BOUNDS =
            Set.of("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties");
    private static final Set<String> LOWER_BOUNDS =
            Set.of("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties");
    private static final Set<String> OF_PARTS =
            Set.of("properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "if", "then", "else");
    private static final Set<String> ANNOTATIONS = Set.of(
            "$schema", "$comment", "$defs", "title", "description", "example", "examples", "deprecated", "x-open");

    /** The breaking changes, each with its place in the schema; empty if there are none. */
    List<String> breaks() {
        List<String> breaks = new ArrayList<>();
        breaks.addAll(ofKeywords());
        breaks.addAll(ofProperties());
        breaks.addAll(ofChoices());
        breaks.addAll(ofConditions());
        Stream.of("items", "additionalProperties")
                .filter(part -> wider().path(part).isObject())
                .forEach(part -> breaks.addAll(part(part).breaks(part)));
        return breaks;
    }

    private List<String> breaks(String place) {
        return breaks().stream().map(found -> place + "/" + found).toList();
    }

    private JsonNode wider() {
        return direction == Direction.READ ? present : released;
    }

    private JsonNode narrower() {
        return direction == Direction.READ ? released : present;
    }

    private SchemaComparison part(String name) {
        return new SchemaComparison(direction, orAnything(released.path(name)), orAnything(present.path(name)));
    }

    /** A missing schema accepts everything. */
    private static JsonNode orAnything(JsonNode schema) {
        return schema.isMissingNode() ? JsonNodeFactory.instance.objectNode() : schema;
    }

    private static SchemaComparison of(Direction direction, JsonNode wider, JsonNode narrower) {
        return direction == Direction.READ
                ? new SchemaComparison(direction, narrower, wider)
                : new SchemaComparison(direction, wider, narrower);
    }

    private List<String> ofKeywords() {
        var keywords = Stream.concat(
                wider().properties().stream().map(Map.Entry::getKey),
                Stream.of("default").filter(narrower()::has));
        return keywords.distinct()
                .filter(keyword -> !ANNOTATIONS.contains(keyword) && !isOfParts(keyword))
                .filter(keyword -> candidates("allOf").noneMatch(schema -> isKept(keyword, schema)))
                .map(keyword -> keyword + " was " + released.path(keyword) + ", is " + present.path(keyword))
                .toList();
    }

    private boolean isOfParts(String keyword) {
        return OF_PARTS.contains(keyword)
                && !(keyword.equals("additionalProperties")
                        && wider().path(keyword).isBoolean());
    }

    /** Whether some part of the narrower schema has the same or a stricter rule than the wider schema. */
    private boolean isKept(String keyword, JsonNode part) {
        JsonNode outer = wider().path(keyword);
        JsonNode inner = part.path(keyword);
        if (UPPER_BOUNDS.contains(keyword)) {
            return inner.isNumber() && inner.decimalValue().compareTo(outer.decimalValue()) <= 0;
        }
        if (LOWER_BOUNDS.contains(keyword)) {
            return inner.isNumber() && inner.decimalValue().compareTo(outer.decimalValue()) >= 0;
        }
        return switch (keyword) {
            case "type" -> !inner.isMissingNode() && types(outer).containsAll(types(inner));
            case "enum", "const" -> isOpen() || isListed(values(part));
            case "required" -> elements(inner).containsAll(elements(outer));
            default -> inner.equals(outer);
        };
    }

    /** The contract says that readers must expect new values. */
    private boolean isOpen() {
        return direction == Direction.WRITTEN && released.path("x-open").asBoolean();
    }

    private boolean isListed(Set<JsonNode> values) {
        return !values.isEmpty() && values(wider()).containsAll(values);
    }

    private static Set<JsonNode> values(JsonNode schema) {
        return schema.has("const") ? Set.of(schema.path("const")) : elements(schema.path("enum"));
    }

    private static Set<String> types(JsonNode type) {
        Set<String> types = new HashSet<>();
        (type.isArray() ? elements(type) : Set.of(type)).forEach(name -> types.add(name.asText()));
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private static Set<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).collect(Collectors.toSet());
    }

    /** A new property is an addition in either direction; a removed one breaks both. */
    private List<String> ofProperties() {
        List<String> breaks = new ArrayList<>();
        released.path("properties").fieldNames().forEachRemaining(name -> {
            if (present.path("properties").has(name)) {
                breaks.addAll(part("properties").part(name).breaks(name));
            } else {
                breaks.add(name + " is gone");
            }
        });
        return breaks;
    }

    /** Every part of allOf, and one part of anyOf or oneOf, must accept everything that the narrower schema accepts. */
    private List<String> ofChoices() {
        List<String> breaks = new ArrayList<>();
        for (JsonNode part : wider().path("allOf")) {
            if (candidates("allOf").noneMatch(candidate -> isWithin(part, candidate))) {
                breaks.add("allOf " + part + " is not kept");
            }
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (wider().has(choice) && !isWithinOneOf(choice)) {
                breaks.add(choice + " was " + released.path(choice) + ", is " + present.path(choice));
            }
        }
        return breaks;
    }

    private Stream<JsonNode> candidates(String choice) {
        return Stream.concat(elements(narrower().path(choice)).stream(), Stream.of(narrower()));
    }

    private boolean isWithinOneOf(String choice) {
        Set<JsonNode> parts = elements(wider().path(choice));
        Set<JsonNode> inner = narrower().has(choice) ? elements(narrower().path(choice)) : Set.of(narrower());
        return inner.stream().allMatch(candidate -> parts.stream().anyMatch(part -> isWithin(part, candidate)));
    }

    private boolean isWithin(JsonNode outer, JsonNode inner) {
        return of(direction, outer, inner).breaks().isEmpty();
    }

    private List<String> ofConditions() {
        if (!wider().has("if")) {
            return List.of();
        }
        if (!wider().path("if").equals(narrower().path("if"))) {
            return List.of("if was " + released.path("if") + ", is " + present.path("if"));
        }
        return Stream.of("then", "else")
                .flatMap(branch -> part(branch).breaks(branch).stream())
                .toList();
    }
}
