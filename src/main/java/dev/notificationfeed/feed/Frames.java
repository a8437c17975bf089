package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.wire.WireName;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The frames of a stream in their wire format: WHATWG HTML, section 9.2, "Server-sent events". */
public final class Frames {

    private static final byte[] END = ascii("\n\n");

    private Frames() {}

    /**
     * A comment, with an id if there is a position: clients store it without getting an event.
     *
     * @param retryMillis the new reconnection time; 0 leaves it as it is
     */
    public static Buffer heartbeat(Position position, int retryMillis) {
        return Buffer.buffer(": heartbeat\n" + (retryMillis == 0 ? "" : retry(retryMillis)) + id(position) + "\n");
    }

    private static String id(Position position) {
        return position == null ? "" : "id: " + position + "\n";
    }

    /** The first frame of a stream, with the time after which its client reconnects when the stream breaks. */
    public static Buffer ready(int retryMillis, Position position, boolean resumed, int unread, long heartbeatSeconds) {
        return Buffer.buffer(retry(retryMillis) + "event: ready\nid: " + position + "\ndata: {\"resumed\":" + resumed
                + ",\"unread\":" + unread + ",\"heartbeatSeconds\":" + heartbeatSeconds + "}\n\n");
    }

    /** Tells the client to load its list again, and the position from which the stream goes on. */
    public static Buffer reset(Position position, ResetReason reason) {
        return Buffer.buffer(
                "event: reset\nid: " + position + "\ndata: {\"reason\":\"" + WireName.of(reason) + "\"}\n\n");
    }

    /** Uses an array of exactly the frame's size, because thousands of frames are retained. */
    static Buffer item(Publication.Kind kind, Position position, byte[] json) {
        byte[] head = ascii("event: " + WireName.of(kind) + "\nid: " + position + "\ndata: ");
        byte[] frame = ByteBuffer.allocate(head.length + json.length + END.length)
                .put(head)
                .put(json)
                .put(END)
                .array();
        return Buffer.buffer(frame);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The number of unread items. */
    public static Buffer unread(int count) {
        return Buffer.buffer("event: unread\ndata: {\"unread\":" + count + "}\n\n");
    }

    private static String retry(int millis) {
        return "retry: " + millis + "\n";
    }

    /** The last frame of a stream that the server ends; the position may be null. */
    public static Buffer farewell(int retryMillis, Position position) {
        return Buffer.buffer(retry(retryMillis) + id(position) + "\n");
    }
}
