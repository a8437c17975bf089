package dev.notificationfeed.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** A problem on the wire: the same for Vert.x routes and for resources. */
record ProblemResponse(int status, Map<String, String> headers, String body) {

    /**
     * @param problem the problem to send
     * @param path the request's path; never its query, which may hold a search text
     */
    static ProblemResponse of(ProblemException problem, String path, ObjectMapper json) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", ProblemDocument.MEDIA_TYPE);
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (problem.retryAfter() != null) {
            headers.put(
                    "Retry-After",
                    Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        return new ProblemResponse(problem.type().status(), headers, write(ProblemDocument.of(problem, path), json));
    }

    private static String write(ProblemDocument document, ObjectMapper json) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem document is always JSON", e);
        }
    }
}
