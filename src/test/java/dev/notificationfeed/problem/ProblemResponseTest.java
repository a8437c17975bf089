package dev.notificationfeed.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemResponseTest {

    private static final String PATH = "/api/notifications";

    @Test
    void writesTheMembersOfTheStandardAndTheCode() {
        ProblemResponse response = response(new ProblemException(ProblemType.NOT_FOUND, "There is none."));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).containsExactly(Map.entry("Content-Type", "application/problem+json"));
        assertThat(response.body())
                .isEqualTo("{\"type\":\"urn:problem-type:notification-feed:not-found\",\"title\":\"Not found\","
                        + "\"status\":404,\"detail\":\"There is none.\",\"instance\":\"/api/notifications\","
                        + "\"code\":\"not-found\"}");
    }

    @Test
    void writesExtensionMembers() {
        ProblemException problem =
                new ProblemException(ProblemType.PREREQUISITE_MISSING, "Some.").with("missing", List.of("a", "b"));

        assertThat(response(problem).body()).endsWith("\"code\":\"prerequisite-missing\",\"missing\":[\"a\",\"b\"]}");
    }

    @ParameterizedTest
    @CsvSource({"PT5S, 5", "PT0.2S, 1", "PT0S, 1", "PT1M, 60"})
    void sendsRetryAfterInWholeSeconds(Duration retryAfter, String header) {
        ProblemException problem = new ProblemException(ProblemType.OVERLOADED, "Later.", retryAfter);

        assertThat(response(problem).headers()).containsEntry("Retry-After", header);
    }

    @Test
    void sendsChallengeWithoutValidToken() {
        assertThat(response(Problems.ofStatus(401)).headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    private static ProblemResponse response(ProblemException problem) {
        return ProblemResponse.of(problem, PATH, new ObjectMapper());
    }
}
