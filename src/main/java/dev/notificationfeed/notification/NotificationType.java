package dev.notificationfeed.notification;

import java.util.EnumSet;
import java.util.Set;

/** The channel of a notification. */
public enum NotificationType {
    /** Shown in the application. */
    IN_APP(Status.UNREAD, EnumSet.of(Status.UNREAD, Status.READ, Status.ARCHIVED)),
    /** Sent as an e-mail. */
    EMAIL(Status.PENDING, EnumSet.of(Status.PENDING, Status.SENT, Status.FAILED));

    private final Status initial;
    private final Set<Status> allowed;

    NotificationType(Status initial, Set<Status> allowed) {
        this.initial = initial;
        this.allowed = allowed;
    }

    /** The status of a new item whose event has none. */
    public Status initialStatus() {
        return initial;
    }

    /** Whether an item of this type can have the status. */
    public boolean allows(Status status) {
        return allowed.contains(status);
    }
}
