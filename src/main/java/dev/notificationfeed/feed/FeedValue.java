package dev.notificationfeed.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import java.io.IOException;
import java.util.Arrays;

/**
 * Parses the value of a feed record in one pass. The item is passed on as the bytes that it came in; no tree is built of
 * it. A field that is missing, or has another type, is null.
 */
final class FeedValue {

    /** The version of the format, the field {@code v}. */
    static final int FORMAT = 1;

    private int format;
    private String change;
    private String id;
    private Long version;
    private String type;
    private String status;
    private int itemFrom;
    private int itemTo;

    private FeedValue() {}

    static FeedValue read(JsonParser parser) throws IOException {
        FeedValue value = new FeedValue();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                value.readField(parser.currentName(), parser.nextToken(), parser);
            }
        }
        return value;
    }

    /**
     * The record; null if this version does not understand it.
     *
     * @param value the bytes that were read
     */
    FeedRecord toRecord(Recipient recipient, byte[] value) {
        Publication.Kind kind = kind();
        boolean understood = format == FORMAT && kind != null && id != null && version != null && hasItemBytes();
        return understood
                ? new FeedRecord(kind, recipient.value(), id, version, isUnread(), itemOnOneLine(value))
                : null;
    }

    /** Whether the value has a later format, or a change that this version does not know. */
    boolean isOfLaterVersion() {
        return format > FORMAT || (format == FORMAT && change != null && kind() == null);
    }

    private Publication.Kind kind() {
        return switch (change == null ? "" : change) {
            case "created" -> Publication.Kind.CREATED;
            case "updated" -> Publication.Kind.UPDATED;
            case "deleted" -> Publication.Kind.DELETED;
            case "erased" -> Publication.Kind.ERASED;
            case "many-changes" -> Publication.Kind.MANY_CHANGES;
            default -> null;
        };
    }

    private boolean isUnread() {
        return NotificationType.IN_APP.name().equals(type)
                && Status.UNREAD.name().equals(status);
    }

    /** False for another encoding than UTF-8, for which the parser gives no byte offsets. */
    private boolean hasItemBytes() {
        return itemFrom >= 0 && itemTo > itemFrom;
    }

    /** A frame needs the item on one line. JSON has line breaks between tokens only, so they can be left out. */
    private byte[] itemOnOneLine(byte[] value) {
        byte[] item = new byte[itemTo - itemFrom];
        int length = 0;
        for (int i = itemFrom; i < itemTo; i++) {
            if (value[i] != '\n' && value[i] != '\r') {
                item[length++] = value[i];
            }
        }
        return length == item.length ? item : Arrays.copyOf(item, length);
    }

    private void readField(String name, JsonToken token, JsonParser parser) throws IOException {
        switch (name) {
            case "v" -> format = parser.getValueAsInt();
            case "change" -> change = textOrNull(token, parser);
            case "item" -> readItem(token, parser);
            default -> {}
        }
        parser.skipChildren();
    }

    private void readItem(JsonToken token, JsonParser parser) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        itemFrom = (int) parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            readItemField(parser.currentName(), parser.nextToken(), parser);
        }
        itemTo = (int) parser.currentLocation().getByteOffset();
    }

    private void readItemField(String name, JsonToken token, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = textOrNull(token, parser);
            case "version" -> version = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : null;
            case "type" -> type = textOrNull(token, parser);
            case "status" -> status = textOrNull(token, parser);
            default -> {}
        }
        parser.skipChildren();
    }

    private static String textOrNull(JsonToken token, JsonParser parser) throws IOException {
        return token == JsonToken.VALUE_STRING ? parser.getText() : null;
    }
}
