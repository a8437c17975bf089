package dev.notificationfeed.feed;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
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
        try {
            return json.writeValueAsBytes(new Value(FORMAT, change(publication), item(publication)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("plain values cannot fail to be written", e);
        }
    }

    private static String change(Publication publication) {
        return publication.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Object item(Publication publication) {
        return publication.item() == null
                ? new Gone(publication.id().value(), publication.version())
                : ItemView.of(publication.item());
    }

    /** Reads a record; null if it is not one that this version understands. */
    FeedRecord decode(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return null;
        }
        try (JsonParser parser = json.createParser(value)) {
            FeedValue read = FeedValue.read(parser);
            Recipient recipient = new Recipient(new String(key, StandardCharsets.UTF_8));
            boolean readable =
                    read.format() == FORMAT && read.id() != null && read.version() != null && read.isInBytes();
            Publication.Kind kind = kind(read.change());
            return kind == null || !readable
                    ? null
                    : new FeedRecord(
                            kind, recipient.value(), read.id(), read.version(), isUnread(read), read.item(value));
        } catch (IOException | InvalidFieldException e) {
            return null;
        }
    }

    private static boolean isUnread(FeedValue item) {
        return NotificationType.IN_APP.name().equals(item.type())
                && Status.UNREAD.name().equals(item.status());
    }

    private static Publication.Kind kind(String change) {
        return switch (change == null ? "" : change) {
            case "created" -> Publication.Kind.CREATED;
            case "updated" -> Publication.Kind.UPDATED;
            case "deleted" -> Publication.Kind.DELETED;
            case "erased" -> Publication.Kind.ERASED;
            default -> null;
        };
    }

    @JsonPropertyOrder({"v", "change", "item"})
    private record Value(int v, String change, Object item) {}

    @JsonPropertyOrder({"id", "version"})
    private record Gone(String id, long version) {}
}
