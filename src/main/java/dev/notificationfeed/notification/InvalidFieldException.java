package dev.notificationfeed.notification;

/** A value breaks the rule of its field; the message is a sentence that names both and never repeats the value. */
public final class InvalidFieldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param field the field's name as its sender knows it, e.g. {@code data.subjectText}
     * @param rule what is allowed, as the end of a sentence, e.g. {@code must have 1 to 300 characters}
     */
    public InvalidFieldException(String field, String rule) {
        super(field + " " + rule, null, false, false);
    }
}
