package dev.notificationfeed.stream;

import java.io.IOException;
import java.util.stream.Stream;

/** Why a connection broke. The JDK and Netty give the system's own words and no code. */
final class BrokenConnection {

    /** ETIMEDOUT in the words of glibc, of musl and the BSDs; EHOSTUNREACH and ENETUNREACH, when a router knew. */
    private static final String[] UNANSWERED = {"timed out", "No route to host", "unreachable"};

    private BrokenConnection() {}

    /** Whether the other side was given up because nothing came back from it. */
    static boolean isUnanswered(Throwable cause) {
        String words = cause instanceof IOException ? cause.getMessage() : null;
        return words != null && Stream.of(UNANSWERED).anyMatch(words::contains);
    }
}
