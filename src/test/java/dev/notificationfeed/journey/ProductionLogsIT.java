package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log format in production, from the first line to the last; dependencies are missing, so that there is a lot to log. */
class ProductionLogsIT {

    private static final String NAME = "production-logs";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @BeforeEach
    void deleteEarlierLogs() throws IOException {
        Files.deleteIfExists(Path.of("target", "journey", NAME + ".log"));
    }

    @Test
    void writesOneJsonObjectPerLine() throws IOException {
        Path log = runWithoutDependencies();

        assertThat(Files.readAllLines(log))
                .allSatisfy(ProductionLogsIT::isEntry)
                .anyMatch(line -> line.contains("\"level\":\"WARN\""))
                .anyMatch(line -> line.contains("quarkus.oidc.token.audience is not set"))
                .anyMatch(line -> line.contains("stopped in"));
    }

    private static Path runWithoutDependencies() {
        try (var service = ServiceProcess.start(NAME, Map.of())) {
            service.awaitLive();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.readString(service.log()).contains("check=kafka"));
            service.terminate();
            return service.log();
        }
    }

    private static void isEntry(String line) throws IOException {
        JsonNode entry = JSON.readTree(line);
        assertThat(entry.isObject()).isTrue();
        assertThat(Instant.parse(entry.path("timestamp").asText())).isBefore(Instant.now());
        assertThat(entry.path("level").asText()).matches("[A-Z]+");
        assertThat(entry.path("loggerName").asText()).isNotBlank();
        assertThat(entry.path("message").isTextual()).isTrue();
    }
}
