package dev.notificationfeed.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Creation events of equal size. Each carries a number that identifies the frame that results from it. */
final class SampleEvents {

    /** The text before the number, in events, in frames and in Nchan messages. */
    static final byte[] MARK = "\"subjectText\":\"~".getBytes(StandardCharsets.US_ASCII);

    private static final int BYTES = 600;

    private final String series;

    /** @param series makes event ids unique across series */
    SampleEvents(String series) {
        this.series = series;
    }

    /** The recipient with a number. */
    static String recipient(int number) {
        return "recipient-" + number;
    }

    /** The event with a number: 600 bytes. */
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

    /** The event as a Kafka record, keyed by recipient. */
    static ProducerRecord<byte[], byte[]> record(String topic, SampleEvents samples, int number, int recipient) {
        var name = recipient(recipient);
        return new ProducerRecord<>(topic, name.getBytes(StandardCharsets.US_ASCII), samples.event(number, name));
    }

    /** The message for Nchan: an item of the format and size that the service sends. */
    static byte[] item(int number) {
        return ("{\"id\":\"68c0a94b1f2e3d4c5b6a7988\",\"tisReference\":null,\"type\":\"IN_APP\","
                        + "\"subject\":\"PLACEMENT_INFORMATION\",\"subjectText\":\"~" + number
                        + "~\",\"contact\":null,\"sentAt\":\"2025-09-09T22:58:00.123Z\",\"readAt\":null,"
                        + "\"status\":\"UNREAD\",\"statusDetail\":null,\"version\":1}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
