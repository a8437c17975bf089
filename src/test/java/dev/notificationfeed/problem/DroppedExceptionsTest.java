package dev.notificationfeed.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoTimeoutException;
import dev.notificationfeed.fixture.CapturedLog;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DroppedExceptionsTest {

    private final CapturedLog log = new CapturedLog(DroppedExceptions.class);

    @BeforeEach
    void install() {
        new DroppedExceptions().start(new StartupEvent());
    }

    @AfterEach
    void reset() {
        log.close();
        Infrastructure.resetDroppedExceptionHandler();
    }

    @Test
    void logsNothingAboutExceptionsOfClients() {
        Infrastructure.handleDroppedException(new MongoTimeoutException("too late"));
        Infrastructure.handleDroppedException(new CompletionException(new TimeoutException("too late")));

        assertThat(log.lines()).isEmpty();
    }

    /** Checks the stack frame and not the message, because another test may have installed the redactor. */
    @Test
    void logsOtherExceptionsWithTheirOrigin() {
        Infrastructure.handleDroppedException(new IllegalStateException("a bug"));

        assertThat(log.lines())
                .singleElement()
                .extracting(line -> line.getThrown().getStackTrace()[0].getMethodName())
                .isEqualTo("logsOtherExceptionsWithTheirOrigin");
    }
}
