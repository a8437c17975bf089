package dev.notificationfeed.event;

import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.StatusNotAllowedException;
import dev.notificationfeed.notification.Text;
import dev.notificationfeed.notification.TisReference;
import dev.notificationfeed.notification.Withdrawal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Converts an event to the change that its type requests. */
final class ChangeReader {

    /** Allows for clocks that differ. A change further ahead would make every change until that time an outdated one. */
    private static final Duration MAX_AHEAD = Duration.ofHours(1);

    private static final List<NotificationType> TYPES = List.of(NotificationType.values());
    private static final Set<Status> STORED =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Status.SCHEDULED)));

    private final Clock clock;

    ChangeReader(Clock clock) {
        this.clock = clock;
    }

    /** @throws RejectedException {@code invalid-data} or {@code status-not-allowed} */
    Change read(CloudEvent event) {
        try {
            return change(event, event.data());
        } catch (InvalidFieldException e) {
            throw new RejectedException(RejectionCode.INVALID_DATA, "data." + e.getMessage());
        } catch (StatusNotAllowedException e) {
            throw new RejectedException(RejectionCode.STATUS_NOT_ALLOWED, "data." + e.getMessage());
        }
    }

    private Change change(CloudEvent event, JsonFields data) {
        return switch (event.type()) {
            case CREATED -> creation(event, data);
            case STATUS_CHANGED -> statusChange(event, data);
            case WITHDRAWN -> new Withdrawal(event.key(), notification(event, data), recipient(data));
        };
    }

    private static Creation creation(CloudEvent event, JsonFields data) {
        Recipient recipient = recipient(data);
        NotificationType type = data.oneOf("type", TYPES);
        return new Creation(
                event.key(),
                event.time(),
                recipient,
                type,
                data.text("subject"),
                data.text("subjectText"),
                data.textOrNull("content"),
                tisReferenceOrNull(data),
                data.textOrNull("contact"),
                data.has("status") ? status(data) : type.initialStatus(),
                data.textOrNull("statusDetail"),
                data.has("sentAt") ? data.instant("sentAt") : event.time(),
                data.has("expiresAt") ? data.instant("expiresAt") : null);
    }

    private StatusChange statusChange(CloudEvent event, JsonFields data) {
        return new StatusChange(
                event.key(),
                notification(event, data),
                recipient(data),
                status(data),
                data.textOrNull("statusDetail"),
                changedAt(event, data));
    }

    private static Recipient recipient(JsonFields data) {
        return new Recipient(data.text("recipient"));
    }

    private static NotificationId notification(CloudEvent event, JsonFields data) {
        JsonFields notification = data.object("notification");
        String id = Text.line("notification.id", notification.text("id"), CloudEvent.MAX_NAME_LENGTH);
        if (!notification.has("source")) {
            return NotificationId.derivedFrom(event.key().source(), id);
        }
        String source = Text.line("notification.source", notification.text("source"), CloudEvent.MAX_NAME_LENGTH);
        return NotificationId.derivedFrom(source, id);
    }

    private static TisReference tisReferenceOrNull(JsonFields data) {
        if (!data.has("tisReference")) {
            return null;
        }
        JsonFields reference = data.object("tisReference");
        return new TisReference(reference.text("type"), reference.text("id"));
    }

    private static Status status(JsonFields data) {
        if (data.text("status").equals(Status.SCHEDULED.name())) {
            throw new RejectedException(RejectionCode.STATUS_NOT_ALLOWED, "data.status SCHEDULED is never stored");
        }
        return data.oneOf("status", STORED);
    }

    private Instant changedAt(CloudEvent event, JsonFields data) {
        boolean given = data.has("changedAt");
        Instant changedAt = given ? data.instant("changedAt") : event.time();
        if (changedAt.isAfter(clock.instant().plus(MAX_AHEAD))) {
            throw new InvalidFieldException(
                    "changedAt", (given ? "" : "(the event's time) ") + "must not lie more than an hour ahead");
        }
        return changedAt;
    }
}
