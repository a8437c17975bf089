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
                "io.smallrye.reactive.messaging.kafka"
            })
    void tellsTypesAndFramesAndNoMessage(String logger) {
        var failure = new IllegalStateException(SECRET, new IllegalArgumentException("about " + SECRET));

        var told = told(logger, failure);

        assertThat(told.toString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(told.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(told.getCause()).hasToString("java.lang.IllegalArgumentException");
        assertThat(told).hasMessage("java.lang.IllegalStateException").hasNoSuppressedExceptions();
    }

    @Test
    void tellsWhyTheServiceDoesNotStart() {
        var failure = new IllegalStateException("the port is taken");

        assertThat(told("io.quarkus.runtime.Application", failure)).isSameAs(failure);
    }

    @Test
    void tellsAllAtDebug() {
        var failure = new IllegalStateException(SECRET);
        var logger = Logger.getLogger("dev.notificationfeed.told-in-full");
        logger.setLevel(Level.FINE);

        assertThat(told(logger.getName(), failure)).isSameAs(failure);
    }

    @Test
    void endsWhereCausesGoRound() {
        var one = new IllegalStateException("one");
        var other = new IllegalStateException("other", one);
        one.initCause(other);

        assertThat(told("dev.notificationfeed.x", one)).hasToString("java.lang.IllegalStateException");
    }

    private static Throwable told(String logger, Throwable failure) {
        var line = new LogRecord(Level.SEVERE, "request failed");
        line.setLoggerName(logger);
        line.setThrown(failure);
        assertThat(new ExceptionMessageRedactor().isLoggable(line)).isTrue();
        return line.getThrown();
    }
}
