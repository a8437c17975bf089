package dev.notificationfeed.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.notification.InvalidFieldException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2025-09-09T22:58:00Z, 2025-09-09T22:58:00Z",
        "2025-09-09t22:58:00z, 2025-09-09T22:58:00Z",
        "2025-09-09T23:58:00+01:00, 2025-09-09T22:58:00Z",
        "2025-09-09T22:58:00-00:00, 2025-09-09T22:58:00Z",
        "2025-09-09T17:28:00.5-05:30, 2025-09-09T22:58:00.500Z",
        "2025-09-09T22:58:00.1239Z, 2025-09-09T22:58:00.123Z",
        "2025-09-09T22:58:00.123456789Z, 2025-09-09T22:58:00.123Z",
        "2025-09-09T22:58:00.123456789012345Z, 2025-09-09T22:58:00.123Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999Z"
    })
    void readsInstantToTheMillisecond(String text, Instant expected) {
        assertThat(Rfc3339.instant("time", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-09-09",
                "2025-09-09T22:58:00",
                "2025-09-09T22:58Z",
                "2025-09-09 22:58:00Z",
                "2025-09-09T22:58:00.Z",
                "2025-09-09T22:58:00,5Z",
                "2025-09-09T22:58:00+01",
                "2025-09-09T22:58:00+0100",
                "2025-09-09T22:58:00+01:00:30",
                "2025-09-09T22:58:00+19:00",
                "2025-09-09T22:58:00Z[UTC]",
                "2025-9-9T22:58:00Z",
                "2025-02-29T00:00:00Z",
                "2025-13-01T00:00:00Z",
                "2025-09-09T24:00:00Z",
                "2025-09-09T22:60:00Z",
                "+12025-09-09T22:58:00Z",
                "-0001-09-09T22:58:00Z",
                "٢٠٢٥-09-09T22:58:00Z",
                " 2025-09-09T22:58:00Z",
                "2025-09-09T22:58:60Z",
                "2025-09-09T22:58:00.5",
                "2025-09-09T22:58:00.5-",
                "2025-09-09T22:58:00+18:01",
                "2025-09-09T22:58:00+01:60",
                "2025-09-09T22:58:00+1:000",
                "2025-09-09T22:58:00ZZ",
                "2025-09-09T22:58:00123Z",
                "2025-09-09T22:58:0Z",
                "2025/09/09T22:58:00Z",
                "2025-09-09T22.58.00Z",
                "1757458680"
            })
    void rejectsOtherForms(String text) {
        assertThatThrownBy(() -> Rfc3339.instant("time", text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("time must be an RFC 3339 time such as 2025-09-09T22:58:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"})
    void rejectsYearsOutOfRange(String text) {
        assertThatThrownBy(() -> Rfc3339.instant("time", text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("time must lie in the years 0001 to 9999");
    }
}
