package dev.notificationfeed.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A new item, valid by the rules of docs/publishing.md. Names in errors are those of the event's data.
 *
 * @param event the event that creates it
 * @param eventTime the event's {@code time}; without it the record's timestamp
 * @param content the body as received, HTML not yet sanitised, or null
 */
public record Creation(
        EventKey event,
        Instant eventTime,
        Recipient recipient,
        NotificationType type,
        String subject,
        String subjectText,
        String content,
        TisReference tisReference,
        String contact,
        Status status,
        String statusDetail,
        Instant sentAt,
        Instant expiresAt)
        implements Change {

    /** Maximum size of the content in bytes of UTF-8, before it is sanitised. */
    public static final int MAX_CONTENT_BYTES = 48 * 1024;

    private static final Pattern SUBJECT = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    /**
     * @throws InvalidFieldException if a field breaks its rule
     * @throws StatusNotAllowedException if the type cannot have the status
     */
    public Creation {
        Objects.requireNonNull(event);
        Objects.requireNonNull(sentAt);
        requireSubject(subject);
        Text.line("subjectText", subjectText, 300);
        requireContent(content);
        requireReference(tisReference);
        requireOptionalLine("contact", contact, 320);
        requireOptionalLine("statusDetail", statusDetail, StatusChange.MAX_DETAIL_LENGTH);
        if (expiresAt != null && !expiresAt.isAfter(sentAt)) {
            throw new InvalidFieldException("expiresAt", "must lie after sentAt");
        }
        if (!type.allows(status)) {
            throw new StatusNotAllowedException(type, status);
        }
    }

    @Override
    public NotificationId id() {
        return event.notificationId();
    }

    /** When the item was first read: {@code sentAt} if it arrives as {@code READ}, otherwise null. */
    public Instant readAt() {
        return status == Status.READ ? sentAt : null;
    }

    private static void requireSubject(String subject) {
        if (!SUBJECT.matcher(subject).matches()) {
            throw new InvalidFieldException("subject", "must match " + SUBJECT.pattern());
        }
    }

    private static void requireContent(String content) {
        if (content == null) {
            return;
        }
        Text.requirePrintable("content", content, true);
        if (content.getBytes(StandardCharsets.UTF_8).length > MAX_CONTENT_BYTES) {
            throw new InvalidFieldException("content", "must have at most " + MAX_CONTENT_BYTES + " bytes of UTF-8");
        }
    }

    private static void requireReference(TisReference reference) {
        if (reference != null) {
            Text.line("tisReference.type", reference.type(), 64);
            Text.line("tisReference.id", reference.id(), 128);
        }
    }

    static void requireOptionalLine(String field, String value, int max) {
        if (value != null) {
            Text.line(field, value, max);
        }
    }
}
