package dev.notificationfeed.stream;

import java.io.IOException;
import java.util.stream.Stream;

/** Tells why a connection broke. The JDK and Netty give the text of the operating system and no code. */
final class BrokenConnection {

    /** ETIMEDOUT in the text of glibc, musl and the BSDs; EHOSTUNREACH and ENETUNREACH, which a router reports. */
    private static final String[] UNANSWERED = {"timed out", "No route to host", "unreachable"};

    private BrokenConnection() {}

    /** Whether the system gave the peer up because it acknowledged nothing. */
    static boolean isUnanswered(Throwable cause) {
        String message = cause instanceof IOException ? cause.getMessage() : null;
        return message != null && Stream.of(UNANSWERED).anyMatch(message::contains);
    }
}
