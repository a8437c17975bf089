package dev.notificationfeed.notification;

/** A status that the item's type cannot have. */
public final class StatusNotAllowedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the status and the type. */
    public StatusNotAllowedException(NotificationType type, Status status) {
        super("status " + status + " is not one that type " + type + " can have", null, false, false);
    }
}
