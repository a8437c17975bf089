package dev.notificationfeed.journey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notificationfeed.fixture.ReferenceParser;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;

/**
 * An item as the reference parser expects it, field by field. Journeys about changes check later versions.
 */
record ExpectedItem(Map<String, Object> fields, String content) {

    private static final List<String> TEXTS = List.of("type", "subject", "subjectText", "contact");
    private static final List<String> INSTANTS = List.of("sentAt", "readAt", "expiresAt");

    /** Fields that changes affect; compared only while the item has its first version. */
    private static final List<String> CHANGING = List.of("status", "statusDetail", "readAt");

    private static final String PLAIN = "Leeds General Infirmary";
    private static final List<String> DANGEROUS = List.of("<script", "<iframe", "javascript:", "onclick");

    static ExpectedItem of(ReferenceParser reading) {
        var fields = new HashMap<String, Object>();
        TEXTS.forEach(name -> fields.put(name, reading.text(name)));
        fields.put("sentAt", reading.sentAt());
        fields.put("status", reading.status());
        fields.put("statusDetail", reading.text("statusDetail"));
        fields.put("readAt", reading.status().equals("READ") ? reading.sentAt() : null);
        var reference = reading.object("tisReference");
        fields.put(
                "tisReference",
                reference == null ? null : reference.getString("type") + " " + reference.getString("id"));
        fields.put("recipient", reading.text("recipient"));
        fields.put("source", reading.attribute("source"));
        fields.put("eventId", reading.attribute("id"));
        fields.put("expiresAt", reading.instant("expiresAt"));
        return new ExpectedItem(fields, reading.text("content"));
    }

    /** The differences to the document. A tombstone keeps only the recipient. */
    List<String> differences(Document document) {
        if (document.containsKey("withdrawnAt")) {
            return document.getString("recipient").equals(fields.get("recipient")) ? List.of() : List.of("recipient");
        }
        var found = new HashMap<String, Object>(document);
        INSTANTS.forEach(name -> found.computeIfPresent(name, (same, date) -> ((Date) date).toInstant()));
        found.computeIfPresent(
                "tisReference",
                (name, it) -> ((Document) it).getString("type") + " " + ((Document) it).getString("id"));
        return isSafe(document.getString("content")) ? differences(found) : List.of("content");
    }

    /** The differences to the item in the REST response. */
    List<String> differences(JsonNode item) {
        var found = new HashMap<String, Object>(fields);
        TEXTS.forEach(name -> found.put(name, item.path(name).textValue()));
        CHANGING.forEach(name -> found.put(name, item.path(name).textValue()));
        found.computeIfPresent("readAt", (name, text) -> Instant.parse((String) text));
        found.put("sentAt", Instant.parse(item.path("sentAt").asText()));
        found.put("version", item.path("version").longValue());
        var reference = item.path("tisReference");
        found.put(
                "tisReference",
                reference.isNull()
                        ? null
                        : reference.path("type").textValue() + " "
                                + reference.path("id").textValue());
        return differences(found);
    }

    private List<String> differences(Map<String, Object> found) {
        return fields.keySet().stream()
                .filter(name -> !CHANGING.contains(name) || found.get("version").equals(1L))
                .filter(name -> !Objects.equals(fields.get(name), found.get(name)))
                .map(name -> name + " is [" + found.get(name) + "] and not [" + fields.get(name) + "]")
                .toList();
    }

    private boolean isSafe(String stored) {
        if (stored == null) {
            return content == null || !content.contains(PLAIN);
        }
        return content != null
                && content.contains(PLAIN) == stored.contains(PLAIN)
                && DANGEROUS.stream().noneMatch(stored::contains);
    }
}
