package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The frames of a stream as they stand on the wire: WHATWG HTML, section 9.2, "Server-sent events". */
public final class Frames {

    private static final byte[] END = ascii("\n\n");
    private static final int RETRY_MIN_MS = 1_000;
    private static final int RETRY_MAX_MS = 5_000;

    private Frames() {}

    /** A comment; a position, if there is one, is taken over by clients without an event. */
    public static Buffer heartbeat(Position position) {
        return Buffer.buffer(": heartbeat\n" + id(position) + "\n");
    }

    private static String id(Position position) {
        return position == null ? "" : "id: " + position + "\n";
    }

    public static Buffer ready(Position position, boolean resumed, int unread, long heartbeatSeconds) {
        return retry().appendString("event: ready\nid: " + position + "\ndata: {\"resumed\":" + resumed + ",\"unread\":"
                + unread + ",\"heartbeatSeconds\":" + heartbeatSeconds + "}\n\n");
    }

    public static Buffer reset(Position position, ResetReason reason) {
        return Buffer.buffer(
                "event: reset\nid: " + position + "\ndata: {\"reason\":\"" + reason.onTheWire() + "\"}\n\n");
    }

    /** In an array of exactly its size: thousands of them are kept. */
    static Buffer item(Publication.Kind kind, Position position, byte[] json) {
        byte[] head = ascii("event: " + kind.name().toLowerCase(Locale.ROOT) + "\nid: " + position + "\ndata: ");
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

    public static Buffer unread(int count) {
        return Buffer.buffer("event: unread\ndata: {\"unread\":" + count + "}\n\n");
    }

    /** A random time, so that thousands do not come back at once. */
    static Buffer retry() {
        return Buffer.buffer("retry: " + ThreadLocalRandom.current().nextInt(RETRY_MIN_MS, RETRY_MAX_MS + 1) + "\n");
    }

    /** The last words of a stream that the server ends. */
    public static Buffer farewell(Position position) {
        return retry().appendString(id(position) + "\n");
    }
}
