package dev.notificationfeed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitTest {

    private final BodyLimit limit = new BodyLimit(new MemorySize(BigInteger.valueOf(10)));

    @ParameterizedTest
    @CsvSource({", 0", "0, 0", "10, 0", "11, 413", "abc, 400", "'', 400", "99999999999999999999, 400"})
    void refusesLengthThatIsTooLargeOrNoNumber(String length, int status) {
        assertThat(limit.statusFor(length)).isEqualTo(status);
    }
}
