package dev.notificationfeed.feed;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.wire.WireName;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The value of a record on the feed topic: {@code {"v": 1, "change": …, "item": {…}}}. A record that this version does not
 * understand is skipped: during a roll-out, old and new replicas read each other's records.
 */
@Singleton
class FeedCodec {

    private final ObjectMapper json;

    FeedCodec(ObjectMapper json) {
        this.json = json;
    }

    byte[] encode(Publication publication) {
        try {
            return json.writeValueAsBytes(
                    new Value(FeedValue.FORMAT, WireName.of(publication.kind()), item(publication)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("plain values can always be written", e);
        }
    }

    private static Object item(Publication publication) {
        return publication.item() == null
                ? new Gone(publication.id().value(), publication.version())
                : ItemView.of(publication.item());
    }

    /** Reads a record; null if this version does not understand it. */
    FeedRecord decode(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return null;
        }
        try (JsonParser parser = json.createParser(value)) {
            Recipient recipient = new Recipient(new String(key, StandardCharsets.UTF_8));
            return FeedValue.read(parser).toRecord(recipient, value);
        } catch (IOException | InvalidFieldException e) {
            return null;
        }
    }

    /** Whether a value that cannot be decoded is whole, and a later version of this service wrote it. */
    boolean isOfLaterVersion(byte[] value) {
        if (value == null) {
            return false;
        }
        try (JsonParser parser = json.createParser(value)) {
            return FeedValue.read(parser).isOfLaterVersion();
        } catch (IOException e) {
            return false;
        }
    }

    @JsonPropertyOrder({"v", "change", "item"})
    private record Value(int v, String change, Object item) {}

    @JsonPropertyOrder({"id", "version"})
    private record Gone(String id, long version) {}
}
