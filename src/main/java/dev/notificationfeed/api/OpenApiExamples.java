package dev.notificationfeed.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Adds an example to the 200 response of each operation, by operation id. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiExamples implements OASFilter {

    private static final String ITEM = """
            {"id": "68a3768a4f6c9f28f981b6f5", "tisReference": {"type": "PLACEMENT", "id": "2719224"},
             "type": "IN_APP", "subject": "PLACEMENT_INFORMATION", "subjectText": "Placement Information",
             "contact": null, "sentAt": "2025-09-09T23:00:00Z", "readAt": null, "status": "UNREAD",
             "statusDetail": null, "version": 1}""";

    private static final String READ_ITEM = ITEM.replace("\"UNREAD\"", "\"READ\"")
            .replace("\"readAt\": null", "\"readAt\": \"2025-09-10T07:30:00Z\"")
            .replace("\"version\": 1", "\"version\": 2");

    private static final String PAGE = """
            {"content": [%s], "page": {"size": 2000, "number": 0, "totalElements": 1, "totalPages": 1}}""".formatted(ITEM);

    private static final String CAPABILITIES = """
            {"version": "1.0.0", "capabilities": {
             "notifications.list": {"available": true},
             "notifications.stream": {"available": false, "reason": "topic notification-feed does not exist"}}}""";

    static final String STREAM = """
            retry: 2714
            event: ready
            id: 362657fd39-2-0
            data: {"resumed":false,"unread":0,"heartbeatSeconds":15}

            event: unread
            data: {"unread":1}

            """;

    private static final Map<String, String> BY_OPERATION = Map.ofEntries(
            Map.entry("list", PAGE),
            Map.entry("listOf", PAGE),
            Map.entry("unreadCount", "{\"unread\": 3}"),
            Map.entry("item", ITEM),
            Map.entry("message", """
                    {"subject": "Placement Information", "content": "<p>Your placement starts soon.</p>",
                     "sentAt": "2025-09-09T23:00:00Z"}"""),
            Map.entry("markRead", READ_ITEM),
            Map.entry("markUnread", READ_ITEM.replace("\"READ\"", "\"UNREAD\"").replace("2}", "3}")),
            Map.entry("archive", READ_ITEM.replace("\"READ\"", "\"ARCHIVED\"").replace("2}", "3}")),
            Map.entry("markAllRead", "{\"changed\": 2}"),
            Map.entry("capabilities", CAPABILITIES),
            Map.entry("checkCapabilities", """
                    {"version": "1.0.0", "capabilities": {"notifications.list": {"available": true}}}"""));

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Operation filterOperation(Operation operation) {
        String id = operation.getOperationId();
        if (id != null && BY_OPERATION.containsKey(id)) {
            operation
                    .getResponses()
                    .getAPIResponse("200")
                    .getContent()
                    .getMediaType("application/json")
                    .setExample(parse(BY_OPERATION.get(id)));
        }
        return operation;
    }

    private Map<String, Object> parse(String example) {
        try {
            return json.readValue(example, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an example is not JSON: " + example, e);
        }
    }
}
