package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** As long as no origin is configured, a browser hands nothing over to a page of another one. */
@QuarkusTest
class OtherOriginsComponentTest {

    private static final String ELSEWHERE = "https://elsewhere.example";

    @Test
    void areGrantedNothingByAnAnswer() {
        assertThat(Calls.as("47165")
                        .header("Origin", ELSEWHERE)
                        .get("/api/notifications")
                        .headers())
                .extracting(Header::getName)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    @Test
    void areGrantedNothingByAPreflight() {
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
