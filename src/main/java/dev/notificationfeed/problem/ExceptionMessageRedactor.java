package dev.notificationfeed.problem;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Removes exception messages from the log lines of code that handles personal data: an unexpected exception may quote that
 * data, as parsers do. Types and stack frames stay. With the logger at DEBUG, the messages stay too.
 */
@LoggingFilter(name = "exception-message-redactor")
public final class ExceptionMessageRedactor implements Filter {

    /** Without loggers of startup and configuration: they see no personal data, and their messages are needed. */
    private static final List<String> HANDLE_DATA = List.of(
            "dev.notificationfeed.",
            "io.quarkus.vertx.",
            "io.smallrye.mutiny.",
            "io.vertx.",
            "org.jboss.resteasy.reactive.");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line.getThrown() != null && handlesData(line.getLoggerName()) && !isLoggedInFull(line.getLoggerName())) {
            line.setThrown(new Redacted(line.getThrown(), Redacted.MAX_DEPTH));
        }
        return true;
    }

    private static boolean handlesData(String logger) {
        return logger != null && HANDLE_DATA.stream().anyMatch(logger::startsWith);
    }

    private static boolean isLoggedInFull(String logger) {
        return Logger.getLogger(logger).isLoggable(Level.FINE);
    }

    /** A copy of an exception with type, frames and causes, and without messages. */
    private static final class Redacted extends Exception {

        /** Bounds the depth, because causes may form a ring. */
        private static final int MAX_DEPTH = 20;

        private static final long serialVersionUID = 1L;

        Redacted(Throwable failure, int depth) {
            super(failure.getClass().getName(), causeOf(failure, depth), false, true);
            setStackTrace(failure.getStackTrace());
        }

        private static Throwable causeOf(Throwable failure, int depth) {
            return failure.getCause() == null || depth == 0 ? null : new Redacted(failure.getCause(), depth - 1);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
