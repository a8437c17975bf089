package dev.notificationfeed.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a record of the feed says, read in one pass: the item goes on as the bytes that it came in, and no tree is built
 * of it. What is missing, or is not of its type, is null.
 */
final class FeedValue {

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

    int format() {
        return format;
    }

    String change() {
        return change;
    }

    String id() {
        return id;
    }

    Long version() {
        return version;
    }

    String type() {
        return type;
    }

    String status() {
        return status;
    }

    /** Whether the item's bytes can be taken as they are: not those of another encoding than UTF-8, which are not counted. */
    boolean isInBytes() {
        return itemFrom >= 0 && itemTo > itemFrom;
    }

    /** The item on one line, as a frame needs it: within JSON, line breaks stand between tokens and nowhere else. */
    byte[] item(byte[] record) {
        byte[] item = new byte[itemTo - itemFrom];
        int length = 0;
        for (int i = itemFrom; i < itemTo; i++) {
            if (record[i] != '\n' && record[i] != '\r') {
                item[length++] = record[i];
            }
        }
        return length == item.length ? item : Arrays.copyOf(item, length);
    }
}
