package dev.notificationfeed.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Status;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The value of a record on the feed topic: {@code {"v": 1, "change": …, "item": {…}}}. What is not understood is for a
 * newer replica and is skipped, because in a roll-out old and new replicas read each other's records.
 */
@Singleton
class FeedCodec {

    private static final int FORMAT = 1;

    private final ObjectMapper json;

    FeedCodec(ObjectMapper json) {
        this.json = json;
    }

    byte[] encode(Publication publication) {
        ObjectNode value = json.createObjectNode();
        value.put("v", FORMAT);
        value.put("change", publication.kind().name().toLowerCase(Locale.ROOT));
        value.set("item", item(publication));
        return write(value);
    }

    private JsonNode item(Publication publication) {
        if (publication.item() != null) {
            return json.valueToTree(ItemView.of(publication.item()));
        }
        return json.createObjectNode().put("id", publication.id().value()).put("version", publication.version());
    }

    /** Reads a record; null if it is not one that this version understands. */
    FeedRecord decode(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return null;
        }
        try {
            JsonNode root = json.readTree(value);
            JsonNode item = root.path("item");
            Publication.Kind kind = kind(root.path("change").asText());
            boolean readable = root.path("v").asInt() == FORMAT
                    && item.path("id").isTextual()
                    && item.path("version").isIntegralNumber();
            return kind == null || !readable ? null : record(kind, new String(key, StandardCharsets.UTF_8), item);
        } catch (IOException e) {
            return null;
        }
    }

    private FeedRecord record(Publication.Kind kind, String recipient, JsonNode item) {
        return new FeedRecord(
                kind,
                recipient,
                item.get("id").textValue(),
                item.get("version").longValue(),
                isUnread(item),
                write(item));
    }

    private static boolean isUnread(JsonNode item) {
        return NotificationType.IN_APP.name().equals(item.path("type").textValue())
                && Status.UNREAD.name().equals(item.path("status").textValue());
    }

    private static Publication.Kind kind(String change) {
        return switch (change) {
            case "created" -> Publication.Kind.CREATED;
            case "updated" -> Publication.Kind.UPDATED;
            case "deleted" -> Publication.Kind.DELETED;
            case "erased" -> Publication.Kind.ERASED;
            default -> null;
        };
    }

    private byte[] write(JsonNode node) {
        try {
            return json.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of plain values cannot fail to be written", e);
        }
    }
}
