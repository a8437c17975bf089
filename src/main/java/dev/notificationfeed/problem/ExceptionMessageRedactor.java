package dev.notificationfeed.problem;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Takes the messages out of the stack traces of what handles people's data: that of an exception which nobody foresaw may
 * quote what it stumbled over, as parsers do. Types and frames stay, and with its logger at level DEBUG the messages too.
 */
@LoggingFilter(name = "failures-without-words")
public final class ExceptionMessageRedactor implements Filter {

    /** Not what starts and configures the service: it has seen no data, and without its words nobody can mend it. */
    private static final List<String> HANDLE_DATA = List.of(
            "dev.notificationfeed.",
            "io.quarkus.vertx.",
            "io.smallrye.mutiny.",
            "io.smallrye.reactive.messaging.",
            "io.vertx.",
            "org.jboss.resteasy.reactive.");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line.getThrown() != null && handlesData(line.getLoggerName()) && !isToldInFull(line.getLoggerName())) {
            line.setThrown(new Outline(line.getThrown(), Outline.DEEPEST));
        }
        return true;
    }

    private static boolean handlesData(String logger) {
        return logger != null && HANDLE_DATA.stream().anyMatch(logger::startsWith);
    }

    private static boolean isToldInFull(String logger) {
        return Logger.getLogger(logger).isLoggable(Level.FINE);
    }

    /** Type, frames and causes of a failure. */
    private static final class Outline extends Exception {

        /** Causes may go round in a ring. */
        private static final int DEEPEST = 20;

        private static final long serialVersionUID = 1L;

        Outline(Throwable failure, int depth) {
            super(failure.getClass().getName(), causeOf(failure, depth), false, true);
            setStackTrace(failure.getStackTrace());
        }

        private static Throwable causeOf(Throwable failure, int depth) {
            return failure.getCause() == null || depth == 0 ? null : new Outline(failure.getCause(), depth - 1);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
