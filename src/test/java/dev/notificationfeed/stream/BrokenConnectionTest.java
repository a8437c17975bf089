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
    void knowsThatNothingCameBack(String words) {
        assertThat(BrokenConnection.isUnanswered(new IOException(words))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection reset by peer", "Broken pipe"})
    void knowsThatTheOtherSideBrokeItOff(String words) {
        assertThat(BrokenConnection.isUnanswered(new IOException(words))).isFalse();
    }

    @Test
    void takesNothingButTheSystemsWord() {
        assertThat(BrokenConnection.isUnanswered(new IOException())).isFalse();
        assertThat(BrokenConnection.isUnanswered(new IllegalStateException("timed out")))
                .isFalse();
    }
}
