package dev.notificationfeed.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events that make new items, all of one size. Each carries a number, by which the frame is known that comes of it. */
final class SampleEvents {

    /** What stands before the number, in an event, in a frame and in what Nchan is given. */
    static final byte[] MARK = "\"subjectText\":\"~".getBytes(StandardCharsets.US_ASCII);

    private static final int BYTES = 600;

    private final String series;

    /** @param series no two series have an event in common */
    SampleEvents(String series) {
        this.series = series;
    }

    /** The recipient of that number. */
    static String recipient(int number) {
        return "recipient-" + number;
    }

    /** The event of that number: 600 bytes. */
    byte[] event(int number, String recipient) {
        var before = "{\"specversion\":\"1.0\",\"id\":\"" + series + "-" + number
                + "\",\"source\":\"/benchmark\",\"type\":\"dev.notificationfeed.notification.created.v1\",\"time\":\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\",\"datacontenttype\":\"application/json\",\"data\":{\"recipient\":\"" + recipient
                + "\",\"type\":\"IN_APP\",\"subject\":\"PLACEMENT_INFORMATION\",\"subjectText\":\"~" + number
                + "~\",\"content\":\"<p>";
        var after = "</p>\"}}";
        return (before + "x".repeat(BYTES - before.length() - after.length()) + after)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The same on a topic, under the key of its recipient. */
    static ProducerRecord<byte[], byte[]> record(String topic, SampleEvents samples, int number, int recipient) {
        var name = recipient(recipient);
        return new ProducerRecord<>(topic, name.getBytes(StandardCharsets.US_ASCII), samples.event(number, name));
    }

    /** What a reader is sent of it, as Nchan is given it: an item in the form and the size that the service sends. */
    static byte[] item(int number) {
        return ("{\"id\":\"68c0a94b1f2e3d4c5b6a7988\",\"tisReference\":null,\"type\":\"IN_APP\","
                        + "\"subject\":\"PLACEMENT_INFORMATION\",\"subjectText\":\"~" + number
                        + "~\",\"contact\":null,\"sentAt\":\"2025-09-09T22:58:00.123Z\",\"readAt\":null,"
                        + "\"status\":\"UNREAD\",\"statusDetail\":null,\"version\":1}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
