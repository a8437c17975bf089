package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.as;
import static dev.notificationfeed.api.Calls.asStaff;
import static dev.notificationfeed.api.Calls.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.mongodb.client.model.Filters;
import dev.notificationfeed.mongodb.NotificationRepository;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecipientsComponentTest {

    @Inject
    Given given;

    @Inject
    NotificationRepository documents;

    private String recipient;
    private String list;

    @BeforeEach
    void newRecipient() {
        recipient = given.recipient();
        list = "/api/recipients/" + recipient + "/notifications";
    }

    @Test
    void listsFutureItemsAsScheduled() {
        String now = given.inApp(recipient);
        String ahead = given.inApp(recipient, "Tomorrow", Instant.now().plus(Duration.ofDays(1)));

        asStaff()
                .get(list)
                .then()
                .statusCode(200)
                .body("content.id", contains(ahead, now))
                .body("content.status", contains("SCHEDULED", "UNREAD"))
                .body("page.totalElements", equalTo(2));
        asStaff().get(list + "?status=SCHEDULED").then().body("content.id", contains(ahead));
    }

    @Test
    void erasesNothingForAnUnknownParameter() {
        given.inApp(recipient);

        problem(asStaff().delete(list + "?until=2026-01-01T00:00:00Z").then(), 400, "invalid-parameter");

        asStaff().get(list).then().body("content", hasSize(1));
    }

    @Test
    void erasesAPerson() {
        given.inApp(recipient);

        asStaff().delete(list).then().statusCode(204);

        asStaff().get(list).then().body("content", hasSize(0));
        as(recipient).get("/api/notifications").then().body("content", hasSize(0));
    }

    @Test
    void recordsAnErasureWithItsCallerAndWithoutThePerson() {
        given.inApp(recipient);
        given.inApp(recipient);

        asStaff().delete(list).then().statusCode(204);

        var records = documents
                .mongoDatabase()
                .getCollection("erasures")
                .find(Filters.eq("items", 2))
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(20));
        assertThat(records)
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record).containsEntry("erasedBy", "nobody"))
                .noneSatisfy(record -> assertThat(record.toJson()).contains(recipient));
    }

    @Test
    void erasingAnUnknownPersonSucceeds() {
        asStaff().delete(list).then().statusCode(204);
    }

    @Test
    void requiresTheAdminRole() {
        problem(as(recipient).get(list).then(), 403, "forbidden");
        problem(as(recipient).delete(list).then(), 403, "forbidden");
        problem(RestAssured.given().get(list).then(), 401, "unauthenticated");
    }

    @Test
    void refusesInvalidRecipient() {
        String tooLong = "/api/recipients/" + "1".repeat(129) + "/notifications";

        problem(asStaff().get(tooLong).then(), 400, "invalid-parameter")
                .body("detail", containsString("recipient must have 1 to 128 characters"));
        problem(asStaff().delete(tooLong).then(), 400, "invalid-parameter");
    }

    @Test
    void refusesParameterAndNamesIt() {
        problem(asStaff().get(list + "?status=GONE").then(), 400, "invalid-parameter")
                .body("detail", containsString("SCHEDULED"));
    }
}
