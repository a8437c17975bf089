package dev.notificationfeed.mongodb;

/** The field names of a {@link NotificationDocument}, for queries and indexes. */
public final class Fields {

    public static final String ID = "_id";
    public static final String RECIPIENT = "recipient";
    public static final String TYPE = "type";
    public static final String SUBJECT = "subject";
    public static final String SUBJECT_TEXT = "subjectText";
    public static final String CONTENT = "content";
    public static final String TIS_REFERENCE = "tisReference";
    public static final String CONTACT = "contact";
    public static final String STATUS = "status";
    public static final String STATUS_DETAIL = "statusDetail";
    public static final String SENT_AT = "sentAt";
    public static final String READ_AT = "readAt";
    public static final String EXPIRES_AT = "expiresAt";
    public static final String SOURCE = "source";
    public static final String EVENT_ID = "eventId";
    public static final String VERSION = "version";
    public static final String CHANGED_AT = "changedAt";
    public static final String APPLIED_EVENTS = "appliedEvents";
    public static final String SCHEDULED = "scheduled";
    public static final String PUBLISH_AT = "publishAt";
    public static final String REMOVE_AT = "removeAt";
    public static final String WITHDRAWN_AT = "withdrawnAt";
    public static final String ERASED = "erased";
    public static final String ENDED = "ended";
    public static final String CHANGE_SET = "changeSet";

    private Fields() {}
}
