package dev.notificationfeed.problem;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Logs exceptions that Mutiny drops because their subscriber is gone. A call that timed out fails again when the MongoDB or
 * Kafka client gives up too. During an outage that would be one stack trace per call, for a failure already reported.
 */
@Singleton
final class DroppedExceptions {

    private static final Logger LOG = Logger.getLogger(DroppedExceptions.class);

    /** Packages of the clients' exceptions, as text, because this package does not import the clients. */
    private static final String[] CLIENTS = {"com.mongodb.", "org.apache.kafka."};

    void start(@Observes StartupEvent started) {
        Infrastructure.setDroppedExceptionHandler(DroppedExceptions::log);
    }

    private static void log(Throwable failure) {
        if (Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(DroppedExceptions::isOfClient)) {
            LOG.debug("call failed after its timeout", failure);
        } else {
            LOG.error("exception dropped: its subscriber is gone", failure);
        }
    }

    private static boolean isOfClient(Throwable failure) {
        String type = failure.getClass().getName();
        return Stream.of(CLIENTS).anyMatch(type::startsWith);
    }
}
