package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.as;
import static dev.notificationfeed.api.Calls.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RefusalsComponentTest {

    private static final String LIST = "/api/notifications";

    @Inject
    Given given;

    private String recipient;

    @BeforeEach
    void newRecipient() {
        recipient = given.recipient();
    }

    @ParameterizedTest
    @CsvSource({
        "page=-1,page",
        "size=2001,size",
        "sort=id,sort",
        "type=SMS,type",
        "status=SCHEDULED,status",
        "keyword=%00,keyword"
    })
    void refusesParameterAndNamesIt(String query, String parameter) {
        problem(as(recipient).urlEncodingEnabled(false).get(LIST + "?" + query).then(), 400, "invalid-parameter")
                .body("detail", containsString(parameter + " must"))
                .body("instance", equalTo(LIST));
    }

    @ParameterizedTest
    @CsvSource({
        "untill=2026-01-01T00:00:00Z, untill is not",
        "x, x is not",
        "%0a=, A query parameter is not",
        "%3Cb%3E=1, A query parameter is not"
    })
    void refusesUnknownParameterOfACallThatChangesSomething(String query, String detail) {
        String mark = LIST + "/" + given.inApp(recipient) + "/mark-read?" + query;

        for (String call : List.of(mark, LIST + "/mark-all-read?" + query)) {
            var request = as(recipient).urlEncodingEnabled(false);
            problem((call.equals(mark) ? request.put(call) : request.post(call)).then(), 400, "invalid-parameter")
                    .body("detail", containsString(detail + " a parameter of this call"));
        }
        as(recipient).get(LIST + "/unread-count?" + query).then().body("unread", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000000000000000", "68A3768A4F6C9F28F981B6F5", "1", "x%2Fy", "%00"})
    void answersNotFoundForUnknownItem(String id) {
        String item = LIST + "/" + id;

        problem(as(recipient).urlEncodingEnabled(false).get(item).then(), 404, "not-found");
        problem(as(recipient).urlEncodingEnabled(false).get(item + "/message").then(), 404, "not-found");
        problem(as(recipient).urlEncodingEnabled(false).put(item + "/mark-read").then(), 404, "not-found");
    }

    @Test
    void answersNotFoundForItemOfSomeoneElse() {
        String item = LIST + "/" + given.inApp(given.recipient());

        problem(as(recipient).get(item).then(), 404, "not-found");
        problem(as(recipient).get(item + "/message").then(), 404, "not-found");
        problem(as(recipient).put(item + "/archive").then(), 404, "not-found");
    }

    @Test
    void hidesScheduledItems() {
        String item =
                LIST + "/" + given.inApp(recipient, "Tomorrow", Instant.now().plus(Duration.ofDays(1)));

        problem(as(recipient).get(item).then(), 404, "not-found");
        as(recipient).get(LIST).then().body("page.totalElements", equalTo(0));
    }

    @Test
    void answersNoContentForItemWithoutMessage() {
        String item = LIST + "/" + given.withoutContent(recipient);

        problem(as(recipient).get(item + "/message").then(), 404, "no-content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mark-read", "mark-unread", "archive"})
    void refusesMarksOfAnEmail(String mark) {
        String item = LIST + "/" + given.email(recipient, "anna@example.com");

        problem(as(recipient).put(item + "/" + mark).then(), 409, "status-not-allowed");
        as(recipient).get(item).then().body("version", equalTo(1));
    }

    @Test
    void refusesBodyThatIsNotJson() {
        String mark = LIST + "/" + given.inApp(recipient) + "/mark-read";

        problem(as(recipient).contentType("text/plain").body("{}").put(mark).then(), 415, "unsupported-media-type");
        problem(as(recipient).body("{\"a\":").put(mark).then(), 400, "invalid-parameter");
        problem(as(recipient).body("{").post(LIST + "/mark-all-read").then(), 400, "invalid-parameter");
        as(recipient).get(LIST + "/unread-count").then().body("unread", equalTo(1));
    }

    @Test
    void refusesUnsupportedAcceptHeader() {
        problem(as(recipient).accept("text/html").get(LIST).then(), 406, "not-acceptable");
    }

    @Test
    void problemsContainNoQueryAndNoToken() {
        String answer = as(recipient).get(LIST + "?page=x&keyword=secret").asString();

        assertThat(answer).doesNotContain("secret").doesNotContain(recipient);
    }
}
