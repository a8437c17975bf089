package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.bson.Document;

/** Compares each person's REST list, item by item, with the documents and with the reference parser's view of the records. */
final class ListVerification {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Backend backend;
    private final ServiceProcess service;
    private final RecordVerification verification;
    private final Instant now = Instant.now();
    private final List<String> errors = new ArrayList<>();

    ListVerification(Backend backend, ServiceProcess service, RecordVerification verification) {
        this.backend = backend;
        this.service = service;
        this.verification = verification;
    }

    /** All differences, as text. */
    List<String> errors() throws IOException {
        var documents =
                backend.documents().all().stream().collect(groupingBy(document -> document.getString("recipient")));
        for (var person : documents.entrySet()) {
            check(person.getKey(), person.getValue());
        }
        return errors;
    }

    private void check(String recipient, List<Document> documents) throws IOException {
        var listed = new TreeSet<String>();
        for (JsonNode item : list(recipient)) {
            check(item);
            listed.add(item.path("id").asText());
        }
        var expected = new TreeSet<String>();
        documents.stream().filter(this::isListed).forEach(document -> expected.add(document.getString("_id")));
        if (!listed.equals(expected)) {
            errors.add("list of " + recipient + " is " + listed + " and not " + expected);
        }
    }

    private void check(JsonNode item) {
        var differences = verification.creationsOf(item.path("id").asText()).stream()
                .map(creation -> ExpectedItem.of(creation.reading()).differences(item))
                .toList();
        if (differences.stream().noneMatch(List::isEmpty)) {
            errors.add("listed differently: " + item + " " + differences);
        }
    }

    private boolean isListed(Document document) {
        var expiresAt = document.getDate("expiresAt");
        return !document.containsKey("withdrawnAt")
                && !document.getDate("sentAt").toInstant().isAfter(now)
                && (expiresAt == null || expiresAt.toInstant().isAfter(now));
    }

    private JsonNode list(String recipient) throws IOException {
        var answer = given().auth().oauth2(backend.token(recipient)).get(service.url("/api/notifications"));
        assertThat(answer.statusCode()).as(recipient).isEqualTo(200);
        return JSON.readTree(answer.asByteArray()).path("content");
    }
}
