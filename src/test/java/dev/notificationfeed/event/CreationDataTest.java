package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.creationOf;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static dev.notificationfeed.event.RejectionCode.INVALID_DATA;
import static dev.notificationfeed.event.RejectionCode.STATUS_NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Status;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data of a created event, field by field. */
class CreationDataTest {

    private static final SampleEvent EVENT =
            Events.inApp("47165", "e-1").with("data.tisReference", Map.of("type", "PLACEMENT", "id", "2719224"));
    private static final Instant EVENT_TIME = Instant.parse("2025-09-09T22:58:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "type", "subject", "subjectText", "tisReference.type", "tisReference.id"})
    void rejectsEventWithout(String field) {
        assertThat(rejectionOf(EVENT.without("data." + field))).isEqualTo(invalid(field, "is required"));
        assertThat(rejectionOf(EVENT.with("data." + field, null))).isEqualTo(invalid(field, "is required"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recipient",
                "type",
                "subject",
                "subjectText",
                "content",
                "tisReference.type",
                "tisReference.id",
                "contact",
                "status",
                "statusDetail",
                "sentAt",
                "expiresAt"
            })
    void rejectsNumberInsteadOfString(String field) {
        assertThat(rejectionOf(EVENT.with("data." + field, 47165))).isEqualTo(invalid(field, "must be a string"));
    }

    @Test
    void rejectsReferenceThatIsNotAnObject() {
        assertThat(rejectionOf(EVENT.with("data.tisReference", "2719224")))
                .isEqualTo(invalid("tisReference", "must be an object"));
    }

    @ParameterizedTest
    @CsvSource({
        "recipient, 128",
        "subjectText, 300",
        "contact, 320",
        "statusDetail, 1000",
        "tisReference.type, 64",
        "tisReference.id, 128"
    })
    void boundsTextInCharacters(String field, int max) {
        var rejected = invalid(field, "must have 1 to " + max + " characters");

        creationOf(EVENT.with("data." + field, "🎉".repeat(max)));

        assertThat(rejectionOf(EVENT.with("data." + field, "x".repeat(max + 1))))
                .isEqualTo(rejected);
        assertThat(rejectionOf(EVENT.with("data." + field, ""))).isEqualTo(rejected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "subjectText", "contact", "statusDetail", "tisReference.id"})
    void rejectsControlCharacters(String field) {
        for (String control : new String[] {"\u0000", "\n", "\t", "\u007f", "\u0085"}) {
            assertThat(rejectionOf(EVENT.with("data." + field, "a" + control)))
                    .isEqualTo(invalid(field, "must not contain control characters"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "subjectText", "content"})
    void rejectsUnpairedSurrogates(String field) {
        String json = EVENT.with("data." + field, "a?b").json().replace("a?b", "a\\ud83cb");

        assertThat(rejectionOf(Parsing.parse(json))).isEqualTo(invalid(field, "must not contain unpaired surrogates"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "welcome", "1WELCOME", "_WELCOME", "WEL-COME", "WELCOME ", "WELCOME\n", "ÜBER"})
    void rejectsMalformedSubject(String subject) {
        assertThat(rejectionOf(EVENT.with("data.subject", subject)))
                .isEqualTo(invalid("subject", "must match [A-Z][A-Z0-9_]{0,63}"));
    }

    @Test
    void boundsSubject() {
        assertThat(creationOf(EVENT.with("data.subject", "A".repeat(64))).subject())
                .hasSize(64);
        assertThat(rejectionOf(EVENT.with("data.subject", "A".repeat(65))).code())
                .isEqualTo(INVALID_DATA);
    }

    @Test
    void boundsContentInBytes() {
        var rejected = invalid("content", "must have at most 49152 bytes of UTF-8");

        assertThat(creationOf(EVENT.with("data.content", "é".repeat(24 * 1024))).content())
                .hasSize(24 * 1024);
        assertThat(rejectionOf(EVENT.with("data.content", "é".repeat(24 * 1024) + "x")))
                .isEqualTo(rejected);
    }

    @Test
    void acceptsLineBreaksAndTabsInContent() {
        assertThat(creationOf(EVENT.with("data.content", "<p>\r\n\tHello</p>")).content())
                .isEqualTo("<p>\r\n\tHello</p>");
        assertThat(rejectionOf(EVENT.with("data.content", "\u0000")))
                .isEqualTo(invalid("content", "must not contain control characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIGEON", "in_app", ""})
    void rejectsUnknownType(String type) {
        assertThat(rejectionOf(EVENT.with("data.type", type)))
                .isEqualTo(invalid("type", "must be one of IN_APP, EMAIL"));
    }

    @ParameterizedTest
    @CsvSource({"IN_APP, UNREAD", "EMAIL, PENDING"})
    void startsWithTheStatusOfItsType(String type, Status expected) {
        assertThat(creationOf(EVENT.with("data.type", type)).status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"IN_APP, UNREAD", "IN_APP, READ", "IN_APP, ARCHIVED", "EMAIL, PENDING", "EMAIL, SENT", "EMAIL, FAILED"})
    void acceptsStatusOfItsType(String type, Status status) {
        var event = EVENT.with("data.type", type).with("data.status", status.name());

        assertThat(creationOf(event).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"IN_APP, PENDING", "IN_APP, SENT", "IN_APP, FAILED", "EMAIL, UNREAD", "EMAIL, READ", "EMAIL, ARCHIVED"})
    void rejectsStatusOfAnotherType(String type, String status) {
        var event = EVENT.with("data.type", type).with("data.status", status);

        assertThat(rejectionOf(event))
                .isEqualTo(new Rejected(
                        STATUS_NOT_ALLOWED, "data.status " + status + " is not one that type " + type + " can have"));
    }

    @Test
    void rejectsStatusThatIsNeverStored() {
        assertThat(rejectionOf(EVENT.with("data.status", "SCHEDULED")).code()).isEqualTo(STATUS_NOT_ALLOWED);
    }

    @Test
    void rejectsUnknownStatus() {
        assertThat(rejectionOf(EVENT.with("data.status", "LOST")))
                .isEqualTo(invalid("status", "must be one of UNREAD, READ, ARCHIVED, PENDING, SENT, FAILED"));
    }

    @Test
    void sentAtDefaultsToTheTimeOfTheEvent() {
        assertThat(creationOf(EVENT).sentAt()).isEqualTo(EVENT_TIME);
        assertThat(creationOf(EVENT.with("data.sentAt", null)).sentAt()).isEqualTo(EVENT_TIME);
        assertThat(creationOf(EVENT.with("data.sentAt", "2099-01-01T10:00:00.0009+01:00"))
                        .sentAt())
                .isEqualTo(Instant.parse("2099-01-01T09:00:00Z"));
    }

    @Test
    void sentAtDefaultsToTheTimestampOfTheRecordWithoutTime() {
        assertThat(creationOf(EVENT.without("time")).sentAt()).isEqualTo(Parsing.TIMESTAMP);
        assertThat(creationOf(EVENT.with("time", null)).sentAt()).isEqualTo(Parsing.TIMESTAMP);
        assertThat(creationOf(EVENT.without("time")).eventTime()).isEqualTo(Parsing.TIMESTAMP);
    }

    @Test
    void readAtIsSentAtIfTheItemArrivesAsRead() {
        assertThat(creationOf(EVENT.with("data.status", "READ")).readAt()).isEqualTo(EVENT_TIME);
        assertThat(creationOf(EVENT).readAt()).isNull();
    }

    @Test
    void expiresAfterItIsSent() {
        assertThat(creationOf(EVENT.with("data.expiresAt", "2025-09-09T22:58:00.001Z"))
                        .expiresAt())
                .isEqualTo(EVENT_TIME.plusMillis(1));
        assertThat(rejectionOf(EVENT.with("data.expiresAt", "2025-09-09T22:58:00.0009Z")))
                .isEqualTo(invalid("expiresAt", "must lie after sentAt"));
    }

    @Test
    void idIsDerivedFromTheEvent() {
        assertThat(creationOf(EVENT).id()).isEqualTo(NotificationId.derivedFrom(Events.SOURCE, "e-1"));
    }

    private static Rejected invalid(String field, String rule) {
        return new Rejected(INVALID_DATA, "data." + field + " " + rule);
    }
}
