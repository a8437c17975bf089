package dev.notificationfeed.stream;

/** Why a stream ended; also the values of a metric's tag. */
enum StreamEnd {
    CLIENT_GONE,
    VANISHED,
    TOKEN_EXPIRED,
    /** The socket took nothing for too long. */
    STUCK,
    /** An entry was evicted from the recent feed before the socket could take it. */
    FELL_OUT,
    /** The recipient opened more streams than the limit, and this one was the oldest. */
    REPLACED,
    SHUTDOWN,
    /** A fault of ours; the client reconnects and resumes. */
    FAULT
}
