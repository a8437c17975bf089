package dev.notificationfeed.event;

import dev.notificationfeed.wire.WireName;

/** Why an event is refused. Producers read {@link #text()}, so the name of a constant never changes. */
public enum RejectionCode {
    /** The value is not one JSON document in UTF-8. */
    NOT_JSON,
    /** A required attribute is missing, or an attribute is malformed. */
    NOT_A_CLOUD_EVENT,
    /** The value is longer than {@link EventParser#MAX_VALUE_BYTES}. */
    TOO_LARGE,
    /** A CloudEvent of an unsupported type. */
    UNKNOWN_TYPE,
    /** A field of the data is missing or breaks its rule. */
    INVALID_DATA,
    /** A status that the item's type cannot have. */
    STATUS_NOT_ALLOWED,
    /** A change to an item that does not exist or is someone else's. */
    UNKNOWN_NOTIFICATION,
    /** MongoDB refuses the document for good, or this service fails on the event: not a fault of the producer. */
    STORE_REFUSED;

    /** The code as the header {@code dead-letter-reason} carries it. */
    public String text() {
        return WireName.of(this);
    }
}
