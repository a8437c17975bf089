package dev.notificationfeed.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.net.URI;
import java.util.Map;

/** The members of RFC 9457 section 3.1, and the stable {@code code} of the REST contract. */
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "code"})
record ProblemDocument(
        URI type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @JsonAnyGetter Map<String, Object> extensions) {

    static final String MEDIA_TYPE = "application/problem+json";

    static ProblemDocument of(ProblemException problem, String instance) {
        ProblemType type = problem.type();
        return new ProblemDocument(
                type.uri(),
                type.title(),
                type.status(),
                problem.getMessage(),
                instance,
                type.code(),
                problem.extensions());
    }
}
