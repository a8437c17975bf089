package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.notificationfeed.fixture.Stack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class NotificationsComponentTest {

    private static final String LIST = "/api/notifications";

    @Inject
    Given given;

    private String recipient;

    @BeforeEach
    void newRecipient() {
        recipient = given.recipient();
    }

    @Test
    void writesExactlyTheDocumentedItem() {
        String id = given.inApp(recipient);

        String expected = """
                {"id":"%s","tisReference":{"type":"PLACEMENT","id":"2719224"},"type":"IN_APP",\
                "subject":"PLACEMENT_INFORMATION","subjectText":"Placement Information","contact":null,\
                "sentAt":"2025-09-09T23:00:00Z","readAt":null,"status":"UNREAD","statusDetail":null,"version":1}""".formatted(id);
        assertThat(as(recipient).get(LIST + "/" + id).asString()).isEqualTo(expected);
        assertThat(as(recipient).get(LIST + "?page=0&size=0").asString())
                .isEqualTo("{\"content\":[" + expected
                        + "],\"page\":{\"size\":2000,\"number\":0,\"totalElements\":1,\"totalPages\":1}}");
    }

    @Test
    void returnsAnEmptyListForARecipientWithoutItems() {
        as(recipient)
                .get(LIST)
                .then()
                .statusCode(200)
                .body("content", hasSize(0))
                .body("page.totalElements", equalTo(0))
                .body("page.totalPages", equalTo(0));
    }

    @Test
    void pagesThroughTheListNewestFirst() {
        String oldest = given.inApp(recipient, "a", Given.SENT_AT);
        String middle = given.inApp(recipient, "b", Given.SENT_AT.plusSeconds(1));
        String newest = given.inApp(recipient, "c", Given.SENT_AT.plusSeconds(2));

        as(recipient)
                .get(LIST + "?size=2&page=0")
                .then()
                .body("content.id", contains(newest, middle))
                .body("page.totalPages", equalTo(2));
        as(recipient)
                .get(LIST + "?size=2&page=1")
                .then()
                .body("content.id", contains(oldest))
                .body("page.number", equalTo(1))
                .body("page.size", equalTo(2));
        as(recipient).get(LIST + "?size=2&page=7").then().statusCode(200).body("content", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=EMAIL                      | 1
            type=EMAIL,IN_APP               | 2
            status=UNREAD                   | 1
            status=READ,ARCHIVED            | 0
            keyword=WELC                    | 1
            keyword=@example                | 1
            keyword=.*                      | 0
            keyword=&type=&status=&sort=    | 2
            unknown=parameter               | 2
            """)
    void filtersTheList(String query, int found) {
        given.inApp(recipient);
        given.email(recipient, "anna@example.com");

        as(recipient).get(LIST + "?" + query).then().statusCode(200).body("content", hasSize(found));
    }

    @Test
    void sortsTheList() {
        String email = given.email(recipient, "anna@example.com");
        String inApp = given.inApp(recipient);

        as(recipient).get(LIST + "?sort=status,asc").then().body("content.id", contains(email, inApp));
        as(recipient).get(LIST + "?sort=status,desc").then().body("content.id", contains(inApp, email));
    }

    @Test
    void countsUnreadItems() {
        given.inApp(recipient);
        given.inApp(recipient);
        given.email(recipient, "anna@example.com");

        assertThat(as(recipient).get(LIST + "/unread-count").asString()).isEqualTo("{\"unread\":2}");
    }

    @Test
    void returnsTheMessage() {
        String id = given.inApp(recipient);

        assertThat(as(recipient).get(LIST + "/" + id + "/message").asString())
                .isEqualTo("{\"subject\":\"Placement Information\",\"content\":\"<p>Hello</p>\","
                        + "\"sentAt\":\"2025-09-09T23:00:00Z\"}");
    }

    @Test
    void repeatedMarkHasNoEffect() {
        String item = LIST + "/" + given.inApp(recipient);

        Instant before = Instant.now().minus(Duration.ofSeconds(1));
        String readAt = as(recipient)
                .put(item + "/mark-read")
                .then()
                .statusCode(200)
                .body("status", equalTo("READ"))
                .body("version", equalTo(2))
                .extract()
                .path("readAt");
        assertThat(Instant.parse(readAt)).isAfter(before);

        as(recipient)
                .put(item + "/mark-read")
                .then()
                .body("version", equalTo(2))
                .body("readAt", equalTo(readAt));
        as(recipient)
                .put(item + "/mark-unread")
                .then()
                .body("status", equalTo("UNREAD"))
                .body("readAt", equalTo(readAt))
                .body("version", equalTo(3));
        as(recipient).put(item + "/archive").then().body("status", equalTo("ARCHIVED"));
        as(recipient).get(item).then().body("status", equalTo("ARCHIVED")).body("version", equalTo(4));
    }

    @Test
    void marksAllAsRead() {
        given.inApp(recipient);
        given.inApp(recipient);
        given.email(recipient, "anna@example.com");

        assertThat(as(recipient).post(LIST + "/mark-all-read").asString()).isEqualTo("{\"changed\":2}");
        assertThat(as(recipient).post(LIST + "/mark-all-read").asString()).isEqualTo("{\"changed\":0}");
        as(recipient).get(LIST + "/unread-count").then().body("unread", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                | ''
            application/json;charset=UTF-8  | {}
            application/json                | {"status":"READ"}
            """)
    void acceptsAnEmptyBodyOrJson(String contentType, String body) {
        String item = LIST + "/" + given.inApp(recipient);

        as(recipient)
                .contentType(contentType)
                .body(body)
                .put(item + "/mark-read")
                .then()
                .statusCode(200);
    }

    @Test
    void needsNoContentTypeWithoutABody() {
        RestAssured.given()
                .header("Authorization", "Bearer " + Stack.token(recipient))
                .put(LIST + "/" + given.inApp(recipient) + "/mark-read")
                .then()
                .statusCode(200);
    }

    @Test
    void forbidsCachingOfPersonalData() {
        assertThat(as(recipient).get(LIST).headers().getValues("Cache-Control")).containsExactly("no-store");
    }
}
