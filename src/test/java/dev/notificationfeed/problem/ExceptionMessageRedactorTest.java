package dev.notificationfeed.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionMessageRedactorTest {

    private static final String SECRET = "a.trainee@example.org";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.notificationfeed.ingest.IngestConsumer",
                "io.quarkus.vertx.http.runtime.QuarkusErrorHandler",
                "io.smallrye.mutiny.infrastructure"
            })
    void keepsTypesAndFramesAndRemovesMessages(String logger) {
        var failure = new IllegalStateException(SECRET, new IllegalArgumentException("about " + SECRET));

        var logged = logged(logger, failure);

        assertThat(logged.toString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(logged.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(logged.getCause()).hasToString("java.lang.IllegalArgumentException");
        assertThat(logged).hasMessage("java.lang.IllegalStateException").hasNoSuppressedExceptions();
    }

    @Test
    void keepsMessagesOfStartup() {
        var failure = new IllegalStateException("the port is taken");

        assertThat(logged("io.quarkus.runtime.Application", failure)).isSameAs(failure);
    }

    @Test
    void keepsMessagesAtDebug() {
        var failure = new IllegalStateException(SECRET);
        var logger = Logger.getLogger("dev.notificationfeed.logged-in-full");
        logger.setLevel(Level.FINE);

        assertThat(logged(logger.getName(), failure)).isSameAs(failure);
    }

    @Test
    void endsWhereCausesFormARing() {
        var one = new IllegalStateException("one");
        var other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(logged("dev.notificationfeed.x", one)).hasToString("java.lang.IllegalStateException");
    }

    private static Throwable logged(String logger, Throwable failure) {
        var line = new LogRecord(Level.SEVERE, "request failed");
        line.setLoggerName(logger);
        line.setThrown(failure);
        assertThat(new ExceptionMessageRedactor().isLoggable(line)).isTrue();
        return line.getThrown();
    }
}
