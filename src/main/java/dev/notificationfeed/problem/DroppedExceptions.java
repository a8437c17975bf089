package dev.notificationfeed.problem;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Failures that nobody waits for any more. What was given up after its time limit still fails when the client that was
 * asked gives up too: during an outage that is one stack trace for each call, of which whoever asked has long been told.
 */
@Singleton
final class DroppedExceptions {

    private static final Logger LOG = Logger.getLogger(DroppedExceptions.class);

    /** Where the exceptions of clients come from; this package knows the clients by no more than that. */
    private static final String[] CLIENTS = {"com.mongodb.", "org.apache.kafka."};

    void start(@Observes StartupEvent started) {
        Infrastructure.setDroppedExceptionHandler(DroppedExceptions::log);
    }

    private static void log(Throwable failure) {
        if (Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(DroppedExceptions::isOfClient)) {
            LOG.debug("what was given up has failed", failure);
        } else {
            LOG.error("a failure that nobody waits for", failure);
        }
    }

    private static boolean isOfClient(Throwable failure) {
        String type = failure.getClass().getName();
        return Stream.of(CLIENTS).anyMatch(type::startsWith);
    }
}
