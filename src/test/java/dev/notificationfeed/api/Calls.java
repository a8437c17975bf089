package dev.notificationfeed.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.notificationfeed.fixture.Stack;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** Calls with a content type on every request, even without a body, as Trainee-UI sends them. */
final class Calls {

    private Calls() {}

    static RequestSpecification as(String recipient) {
        return with(Stack.token(recipient));
    }

    static RequestSpecification asStaff() {
        return with(Stack.tokenWithoutRecipient("notifications-admin"));
    }

    static RequestSpecification with(String token) {
        return given().urlEncodingEnabled(true)
                .accept("application/json")
                .contentType("application/json")
                .header("Authorization", "Bearer " + token);
    }

    static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:problem-type:notification-feed:" + code))
                .body("title", notNullValue())
                .body("status", equalTo(status))
                .body("detail", notNullValue())
                .body("instance", notNullValue())
                .body("code", equalTo(code));
    }
}
