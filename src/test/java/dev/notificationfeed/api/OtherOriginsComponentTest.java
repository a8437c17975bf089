package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Without configured origins, no response has CORS headers, so browsers give pages of other origins no access. */
@QuarkusTest
class OtherOriginsComponentTest {

    private static final String ELSEWHERE = "https://elsewhere.example";

    @Test
    void getNoCorsHeadersOnResponses() {
        assertThat(Calls.as("47165")
                        .header("Origin", ELSEWHERE)
                        .get("/api/notifications")
                        .headers())
                .extracting(Header::getName)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    @Test
    void getNoCorsHeadersOnPreflights() {
        assertThat(Calls.as("47165")
                        .header("Origin", ELSEWHERE)
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization")
                        .options("/api/notifications")
                        .headers())
                .extracting(Header::getName)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
}
