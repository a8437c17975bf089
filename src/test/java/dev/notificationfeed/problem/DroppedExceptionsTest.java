package dev.notificationfeed.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoTimeoutException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DroppedExceptionsTest {

    private final Logger logger = Logger.getLogger(DroppedExceptions.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                logged.add(line);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is held
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        new DroppedExceptions().start(new StartupEvent());
    }

    @AfterEach
    void putBack() {
        logger.removeHandler(handler);
        Infrastructure.resetDroppedExceptionHandler();
    }

    @Test
    void saysNothingOfWhatWasGivenUp() {
        Infrastructure.handleDroppedException(new MongoTimeoutException("too late"));
        Infrastructure.handleDroppedException(new CompletionException(new TimeoutException("too late")));

        assertThat(logged).isEmpty();
    }

    /** Whether its message is shown depends on who listened before; where it comes from is always told. */
    @Test
    void showsWhatMayBeABug() {
        Infrastructure.handleDroppedException(new IllegalStateException("of our own making"));

        assertThat(logged)
                .singleElement()
                .extracting(line -> line.getThrown().getStackTrace()[0].getMethodName())
                .isEqualTo("showsWhatMayBeABug");
    }
}
