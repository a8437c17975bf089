package dev.notificationfeed.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenConnectionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recvAddress(..) failed: Connection timed out",
                "Operation timed out",
                "writev(..) failed: No route to host",
                "Network is unreachable"
            })
    void recognisesUnansweredConnection(String message) {
        assertThat(BrokenConnection.isUnanswered(new IOException(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection reset by peer", "Broken pipe"})
    void recognisesConnectionClosedByPeer(String message) {
        assertThat(BrokenConnection.isUnanswered(new IOException(message))).isFalse();
    }

    @Test
    void ignoresOtherExceptions() {
        assertThat(BrokenConnection.isUnanswered(new IOException())).isFalse();
        assertThat(BrokenConnection.isUnanswered(new IllegalStateException("timed out")))
                .isFalse();
    }
}
