package dev.notificationfeed.store;

/** The names of the fields of a {@link NotificationDocument}, as queries and indexes use them. */
final class Fields {

    static final String ID = "_id";
    static final String RECIPIENT = "recipient";
    static final String TYPE = "type";
    static final String SUBJECT = "subject";
    static final String SUBJECT_TEXT = "subjectText";
    static final String CONTENT = "content";
    static final String TIS_REFERENCE = "tisReference";
    static final String CONTACT = "contact";
    static final String STATUS = "status";
    static final String STATUS_DETAIL = "statusDetail";
    static final String SENT_AT = "sentAt";
    static final String READ_AT = "readAt";
    static final String EXPIRES_AT = "expiresAt";
    static final String SOURCE = "source";
    static final String EVENT_ID = "eventId";
    static final String VERSION = "version";
    static final String CHANGED_AT = "changedAt";
    static final String APPLIED_EVENTS = "appliedEvents";
    static final String SCHEDULED = "scheduled";
    static final String PUBLISH_AT = "publishAt";
    static final String REMOVE_AT = "removeAt";
    static final String WITHDRAWN_AT = "withdrawnAt";
    static final String ERASED = "erased";
    static final String CHANGE_SET = "changeSet";

    private Fields() {}
}
