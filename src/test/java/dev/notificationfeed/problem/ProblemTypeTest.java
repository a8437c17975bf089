package dev.notificationfeed.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTypeTest {

    @ParameterizedTest
    @CsvSource({
        "400, invalid-parameter",
        "401, unauthenticated",
        "403, no-recipient",
        "403, forbidden",
        "404, not-found",
        "404, no-content",
        "409, status-not-allowed",
        "405, method-not-allowed",
        "406, not-acceptable",
        "413, content-too-large",
        "414, uri-too-long",
        "415, unsupported-media-type",
        "424, prerequisite-missing",
        "429, too-many-streams",
        "429, too-many-requests",
        "431, header-too-large",
        "503, store-unavailable",
        "503, identity-unavailable",
        "503, feed-unavailable",
        "503, shutting-down",
        "503, overloaded"
    })
    void hasStatusAndCodeOfTheContract(int status, String code) {
        assertThat(ProblemType.values())
                .filteredOn(type -> type.code().equals(code))
                .singleElement()
                .satisfies(type -> {
                    assertThat(type.status()).isEqualTo(status);
                    assertThat(type.title()).isNotBlank();
                    assertThat(type.uri()).hasToString("urn:problem-type:notification-feed:" + code);
                });
    }
}
