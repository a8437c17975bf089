package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.NOW;
import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static dev.notificationfeed.event.RejectionCode.INVALID_DATA;
import static dev.notificationfeed.event.RejectionCode.STATUS_NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data of status changes and withdrawals; {@link CreationDataTest} has those of creations. */
class ChangeReaderTest {

    private static final SampleEvent STATUS_CHANGE =
            Events.statusChanged("47165", "e-2", "e-1", "READ", "2025-09-10T08:00:00Z");
    private static final SampleEvent WITHDRAWAL = Events.withdrawn("47165", "e-3", "e-1");

    @Test
    void sourceOfTheNotificationDefaultsToThatOfTheEvent() {
        var expected = NotificationId.derivedFrom(Events.SOURCE, "e-1");

        assertThat(changeOf(STATUS_CHANGE).id()).isEqualTo(expected);
        assertThat(changeOf(WITHDRAWAL).id()).isEqualTo(expected);
    }

    @Test
    void findsTheNotificationOfAnotherSource() {
        var change = changeOf(STATUS_CHANGE.with("data.notification.source", "/other"));

        assertThat(change.id()).isEqualTo(NotificationId.derivedFrom("/other", "e-1"));
        assertThat(change.event().source()).isEqualTo(Events.SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "notification", "notification.id", "status"})
    void rejectsStatusChangeWithout(String field) {
        assertThat(rejectionOf(STATUS_CHANGE.without("data." + field))).isEqualTo(invalid(field, "is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipient", "notification", "notification.id"})
    void rejectsWithdrawalWithout(String field) {
        assertThat(rejectionOf(WITHDRAWAL.without("data." + field))).isEqualTo(invalid(field, "is required"));
    }

    @Test
    void rejectsNotificationThatIsNotAnObject() {
        assertThat(rejectionOf(WITHDRAWAL.with("data.notification", "e-1")))
                .isEqualTo(invalid("notification", "must be an object"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notification.id", "notification.source"})
    void boundsTheNamesOfTheNotification(String field) {
        changeOf(WITHDRAWAL.with("data." + field, "🎉".repeat(512)));

        assertThat(rejectionOf(WITHDRAWAL.with("data." + field, "x".repeat(513))))
                .isEqualTo(invalid(field, "must have 1 to 512 characters"));
        assertThat(rejectionOf(WITHDRAWAL.with("data." + field, "")))
                .isEqualTo(invalid(field, "must have 1 to 512 characters"));
    }

    @ParameterizedTest
    @CsvSource({"UNREAD", "READ", "ARCHIVED", "PENDING", "SENT", "FAILED"})
    void acceptsStatusOfAnyType(Status status) {
        assertThat(((StatusChange) changeOf(STATUS_CHANGE.with("data.status", status.name()))).status())
                .isEqualTo(status);
    }

    @Test
    void rejectsStatusThatIsNeverStored() {
        assertThat(rejectionOf(STATUS_CHANGE.with("data.status", "SCHEDULED")))
                .isEqualTo(new Rejected(STATUS_NOT_ALLOWED, "data.status SCHEDULED is never stored"));
    }

    @Test
    void rejectsUnknownStatus() {
        assertThat(rejectionOf(STATUS_CHANGE.with("data.status", "read")))
                .isEqualTo(invalid("status", "must be one of UNREAD, READ, ARCHIVED, PENDING, SENT, FAILED"));
    }

    @Test
    void rejectsChangedAtMoreThanAnHourAhead() {
        Instant bound = NOW.plusSeconds(3600);

        changeOf(STATUS_CHANGE.with("data.changedAt", bound.toString()));

        assertThat(rejectionOf(
                        STATUS_CHANGE.with("data.changedAt", bound.plusMillis(1).toString())))
                .isEqualTo(invalid("changedAt", "must not lie more than an hour ahead"));
    }

    @Test
    void changedAtDefaultsToTheTimeOfTheEvent() {
        var withoutChangedAt = STATUS_CHANGE.without("data.changedAt").with("time", "2025-09-10T09:00:00Z");

        assertThat(changedAt(withoutChangedAt)).isEqualTo("2025-09-10T09:00:00Z");
        assertThat(changedAt(withoutChangedAt.with("data.changedAt", null))).isEqualTo("2025-09-10T09:00:00Z");
        assertThat(changedAt(withoutChangedAt.without("time"))).isEqualTo(Parsing.TIMESTAMP);
    }

    @Test
    void rejectsTimeMoreThanAnHourAheadAsChangedAt() {
        var event = STATUS_CHANGE.without("data.changedAt");

        changeOf(event.with("time", NOW.plusSeconds(3600).toString()));

        assertThat(rejectionOf(event.with("time", NOW.plusSeconds(3601).toString())))
                .isEqualTo(invalid("changedAt", "(the event's time) must not lie more than an hour ahead"));
    }

    private static Instant changedAt(SampleEvent event) {
        return ((StatusChange) changeOf(event)).changedAt();
    }

    private static Rejected invalid(String field, String rule) {
        return new Rejected(INVALID_DATA, "data." + field + " " + rule);
    }
}
