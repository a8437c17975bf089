package dev.notificationfeed.store;

import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.TisReference;
import dev.notificationfeed.notification.Withdrawal;
import java.time.Duration;
import java.time.Instant;

/** Upstream changes for tests; by default an unread in-app item for Anna, sent an hour ago. */
public record Sample(
        String event,
        Recipient recipient,
        NotificationType type,
        String subject,
        String subjectText,
        String content,
        String contact,
        Status status,
        Instant sentAt,
        Instant expiresAt) {

    private static final String SOURCE = "/tis/placements";
    public static final Instant AN_HOUR_AGO = StoreOnWire.NOW.minus(Duration.ofHours(1));

    public static Sample item(String event) {
        return new Sample(
                event,
                StoreOnWire.ANNA,
                NotificationType.IN_APP,
                "PLACEMENT_INFORMATION",
                "Placement Information",
                "<p>Hello</p>",
                null,
                Status.UNREAD,
                AN_HOUR_AGO,
                null);
    }

    public static NotificationId id(String event) {
        return new EventKey(SOURCE, event).notificationId();
    }

    public Sample to(Recipient someone) {
        return new Sample(event, someone, type, subject, subjectText, content, contact, status, sentAt, expiresAt);
    }

    public Sample email(String address) {
        return new Sample(
                event,
                recipient,
                NotificationType.EMAIL,
                subject,
                subjectText,
                content,
                address,
                Status.PENDING,
                sentAt,
                expiresAt);
    }

    public Sample titled(String title) {
        return new Sample(event, recipient, type, subject, title, content, contact, status, sentAt, expiresAt);
    }

    public Sample about(String category) {
        return new Sample(event, recipient, type, category, subjectText, content, contact, status, sentAt, expiresAt);
    }

    public Sample saying(String html) {
        return new Sample(event, recipient, type, subject, subjectText, html, contact, status, sentAt, expiresAt);
    }

    public Sample in(Status other) {
        return new Sample(event, recipient, type, subject, subjectText, content, contact, other, sentAt, expiresAt);
    }

    public Sample sent(Instant when) {
        return new Sample(event, recipient, type, subject, subjectText, content, contact, status, when, expiresAt);
    }

    public Sample until(Instant end) {
        return new Sample(event, recipient, type, subject, subjectText, content, contact, status, sentAt, end);
    }

    public Creation created() {
        return new Creation(
                new EventKey(SOURCE, event),
                AN_HOUR_AGO,
                recipient,
                type,
                subject,
                subjectText,
                content,
                new TisReference("PLACEMENT", "2719224"),
                contact,
                status,
                null,
                sentAt,
                expiresAt);
    }

    public StatusChange changed(String changeEvent, Status to, Instant changedAt) {
        return changed(changeEvent, to, null, changedAt);
    }

    public StatusChange changed(String changeEvent, Status to, String detail, Instant changedAt) {
        return new StatusChange(new EventKey(SOURCE, changeEvent), id(event), recipient, to, detail, changedAt);
    }

    public Withdrawal withdrawn(String changeEvent) {
        return new Withdrawal(new EventKey(SOURCE, changeEvent), id(event), recipient);
    }
}
