package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static dev.notificationfeed.event.RejectionCode.INVALID_DATA;
import static dev.notificationfeed.event.RejectionCode.NOT_A_CLOUD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredModeTest {

    private static final SampleEvent EVENT = Events.inApp("47165", "e-1");

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void rejectsEventWithoutAttribute(String name) {
        var expected = new Rejected(NOT_A_CLOUD_EVENT, name + " is required");

        assertThat(rejectionOf(EVENT.without(name))).isEqualTo(expected);
        assertThat(rejectionOf(EVENT.with(name, null))).isEqualTo(expected);
        assertThat(rejectionOf(EVENT.with(name, ""))).isEqualTo(expected);
        assertThat(rejectionOf(EVENT.with(name, 1)))
                .isEqualTo(new Rejected(NOT_A_CLOUD_EVENT, name + " must be a string"));
    }

    @ParameterizedTest
    @CsvSource({
        "specversion, 0.3, specversion must be 1.0",
        "specversion, 1.0.2, specversion must be 1.0",
        "time, '', time must be an RFC 3339 time such as 2025-09-09T22:58:00Z",
        "time, yesterday, time must be an RFC 3339 time such as 2025-09-09T22:58:00Z"
    })
    void rejectsMalformedAttribute(String name, String value, String detail) {
        assertThat(rejectionOf(EVENT.with(name, value))).isEqualTo(new Rejected(NOT_A_CLOUD_EVENT, detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source"})
    void boundsNames(String name) {
        changeOf(EVENT.with(name, "🎉".repeat(512)));

        assertThat(rejectionOf(EVENT.with(name, "x".repeat(513))))
                .isEqualTo(new Rejected(NOT_A_CLOUD_EVENT, name + " must have 1 to 512 characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source"})
    void rejectsControlCharactersInNames(String name) {
        assertThat(rejectionOf(EVENT.with(name, "a\nb")))
                .isEqualTo(new Rejected(NOT_A_CLOUD_EVENT, name + " must not contain control characters"));
    }

    @Test
    void listsTheSupportedTypes() {
        var rejected = rejectionOf(EVENT.with("type", "dev.notificationfeed.notification.created.v2"));

        assertThat(rejected.code()).isEqualTo(RejectionCode.UNKNOWN_TYPE);
        assertThat(rejected.detail())
                .isEqualTo("type must be one of dev.notificationfeed.notification.created.v1,"
                        + " dev.notificationfeed.notification.status-changed.v1,"
                        + " dev.notificationfeed.notification.withdrawn.v1");
    }

    /** RFC 3986 excludes more characters, but these have been accepted, and the source is only compared. */
    @ParameterizedTest
    @ValueSource(strings = {"urn:x", "TIS mailer", "/tis/{placements}", "<urn:x>", "a\\b", "/größe", "it's"})
    void acceptsSourceWithoutQuotationMarks(String source) {
        changeOf(EVENT.with("source", source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"urn:x\"", "urn:\"x", "\""})
    void rejectsSourceWithQuotationMark(String source) {
        assertThat(rejectionOf(EVENT.with("source", source)))
                .isEqualTo(new Rejected(
                        NOT_A_CLOUD_EVENT, "source must not contain quotation marks, which no URI reference has"));
    }

    /** Such a source was accepted once; an event can still name the item that it made. */
    @Test
    void acceptsQuotationMarksInTheSourceOfANamedItem() {
        changeOf(Events.withdrawn("47165", "e-2", "e-1").with("data.notification.source", "\"urn:x\""));
    }

    @Test
    void rejectsDataThatIsNotAnObject() {
        assertThat(rejectionOf(EVENT.with("data", null))).isEqualTo(new Rejected(INVALID_DATA, "data is required"));
        assertThat(rejectionOf(EVENT.with("data", "text")))
                .isEqualTo(new Rejected(INVALID_DATA, "data must be an object"));
    }

    @Test
    void readsDataInBase64() {
        var event = EVENT.with("data_base64", base64(EVENT.field("data").toString()));

        assertThat(changeOf(event.without("data"))).isEqualTo(changeOf(EVENT));
    }

    @Test
    void rejectsDataAndDataBase64Together() {
        assertThat(rejectionOf(EVENT.with("data_base64", base64("{}"))))
                .isEqualTo(new Rejected(INVALID_DATA, "data and data_base64 must not both be there"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "", "W10=", "bm90IGpzb24="})
    void rejectsBase64OfAnythingButAnObject(String base64) {
        var expected = new Rejected(INVALID_DATA, "data_base64 must be the base64 of a JSON object");

        assertThat(rejectionOf(EVENT.without("data").with("data_base64", base64)))
                .isEqualTo(expected);
        assertThat(rejectionOf(EVENT.without("data").with("data_base64", 1))).isEqualTo(expected);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
