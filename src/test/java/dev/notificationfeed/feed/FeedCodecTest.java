package dev.notificationfeed.feed;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.notificationfeed.fixture.Schemas;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.TisReference;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCodecTest {

    private static final NotificationId ID = new NotificationId("68a3768a4f6c9f28f981b6f5");
    private static final Recipient ANN = new Recipient("47165");
    private static final byte[] KEY = "47165".getBytes(UTF_8);

    private final FeedCodec codec = new FeedCodec(new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS));

    @Test
    void writesItemAsInTheContract() {
        byte[] value = codec.encode(Publication.of(item(Status.UNREAD), null));

        assertThat(new String(value, UTF_8))
                .isEqualTo("{\"v\":1,\"change\":\"created\",\"item\":{\"id\":\"68a3768a4f6c9f28f981b6f5\","
                        + "\"tisReference\":{\"type\":\"PLACEMENT\",\"id\":\"2719224\"},\"type\":\"IN_APP\","
                        + "\"subject\":\"PLACEMENT_INFORMATION\",\"subjectText\":\"Placement Information\","
                        + "\"contact\":null,\"sentAt\":\"2025-09-09T23:00:00Z\",\"readAt\":null,"
                        + "\"status\":\"UNREAD\",\"statusDetail\":null,\"version\":1}}");
    }

    @Test
    void readsWhatItWrote() {
        FeedRecord record = codec.decode(KEY, codec.encode(Publication.of(item(Status.UNREAD), null)));

        assertThat(record.kind()).isEqualTo(Publication.Kind.CREATED);
        assertThat(record.recipient()).isEqualTo("47165");
        assertThat(record.itemId()).isEqualTo(ID.value());
        assertThat(record.version()).isEqualTo(1);
        assertThat(record.unread()).isTrue();
    }

    @Test
    void countsOnlyUnreadItemsAsUnread() {
        assertThat(codec.decode(KEY, codec.encode(Publication.of(item(Status.READ), null)))
                        .unread())
                .isFalse();
        assertThat(codec.decode(KEY, codec.encode(Publication.deleted(ANN, ID, 2, null)))
                        .unread())
                .isFalse();
    }

    @Test
    void writesIdAndVersionOfADeletedItem() {
        byte[] value = codec.encode(Publication.deleted(ANN, ID, 2, null));

        assertThat(new String(value, UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"change\":\"deleted\",\"item\":{\"id\":\"68a3768a4f6c9f28f981b6f5\",\"version\":2}}");
    }

    @ParameterizedTest
    @EnumSource
    void writesRecordsThatMatchTheSchema(Publication.Kind kind) throws IOException {
        var hasItem = kind == Publication.Kind.CREATED || kind == Publication.Kind.UPDATED;
        var publication = new Publication(kind, ANN, ID, 1, hasItem ? item(Status.READ) : null, null);

        var value = new ObjectMapper().readTree(codec.encode(publication));

        assertThat(Schemas.faults("feed-record", value)).isEmpty();
    }

    @Test
    void keepsUnknownFieldsOnOneLine() {
        FeedRecord record = codec.decode(
                KEY,
                "{\"v\":1, \"new\":true,\n\"change\":\"updated\", \"item\": {\"id\":\"x\",\n\"version\":3,\"colour\":\"a\\nb\"}}"
                        .getBytes(UTF_8));

        assertThat(new String(record.json(), UTF_8)).isEqualTo("{\"id\":\"x\",\"version\":3,\"colour\":\"a\\nb\"}");
    }

    @Test
    void copiesTheItemAmongUnknownFields() {
        FeedRecord record = codec.decode(
                KEY,
                ("{\"more\":{\"item\":{\"id\":\"y\"},\"v\":2},\"item\":{\"tisReference\":{\"type\":\"a\",\"id\":\"b\"},\"type\":\"IN_APP\",\"id\":\"x\",\"subjectText\":\"Ünread"
                                + " €\",\"version\":3,\"status\":\"UNREAD\"},"
                                + "\"change\":\"updated\",\"v\":1,\"list\":[{\"id\":1}]}")
                        .getBytes(UTF_8));

        assertThat(record.itemId()).isEqualTo("x");
        assertThat(record.version()).isEqualTo(3);
        assertThat(record.unread()).isTrue();
        assertThat(new String(record.json(), UTF_8))
                .startsWith("{\"tisReference\"")
                .contains("Ünread €")
                .endsWith("\"status\":\"UNREAD\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not json",
                "{\"v\":2,\"change\":\"created\",\"item\":{\"id\":\"x\",\"version\":1}}",
                "{\"v\":1,\"change\":\"renamed\",\"item\":{\"id\":\"x\",\"version\":1}}",
                "{\"v\":1,\"change\":\"created\",\"item\":{\"version\":1}}",
                "{\"v\":1,\"change\":\"created\",\"item\":{\"id\":\"x\",\"version\":\"1\"}}",
                "{\"v\":1,\"change\":\"created\"}",
                "{\"v\":1,\"change\":\"created\",\"item\":{\"id\":{\"id\":\"x\"},\"version\":1}}",
                "{\"v\":1,\"change\":{\"change\":\"created\"},\"item\":{\"id\":\"x\",\"version\":1}}",
                "{\"v\":1,\"change\":\"created\",\"item\":{\"id\":\"x\",\"version\":1}"
            })
    void skipsUnknownRecords(String value) {
        assertThat(codec.decode(KEY, value.getBytes(UTF_8))).isNull();
    }

    @Test
    void skipsOtherEncodingsThanUtf8() {
        String value = "{\"v\":1,\"change\":\"created\",\"item\":{\"id\":\"x\",\"version\":1}}";

        assertThat(codec.decode(KEY, value.getBytes(UTF_8))).isNotNull();
        assertThat(codec.decode(KEY, value.getBytes(UTF_16BE))).isNull();
    }

    @Test
    void skipsRecordWithoutKeyOrValue() {
        assertThat(codec.decode(null, "{}".getBytes(UTF_8))).isNull();
        assertThat(codec.decode(KEY, null)).isNull();
    }

    private static Notification item(Status status) {
        return new Notification(
                ID,
                ANN,
                NotificationType.IN_APP,
                "PLACEMENT_INFORMATION",
                "Placement Information",
                new TisReference("PLACEMENT", "2719224"),
                null,
                status,
                null,
                Instant.parse("2025-09-09T23:00:00Z"),
                null,
                null,
                1);
    }
}
