package dev.notificationfeed.api;

import dev.notificationfeed.problem.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds the problem responses of each operation. A resource method lists its own codes in an extension; this filter turns them
 * into responses with one example per code, and adds the problems that all operations, or all with a token, share.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiProblems implements OASFilter {

    static final String EXTENSION = "x-problems";
    static final String BODY_PROBLEMS = "invalid-parameter content-too-large unsupported-media-type";
    static final String MARK_PROBLEMS = "not-found status-not-allowed " + BODY_PROBLEMS;

    private static final List<ProblemType> COMMON = List.of(
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.URI_TOO_LONG,
            ProblemType.HEADER_TOO_LARGE,
            ProblemType.INTERNAL,
            ProblemType.OVERLOADED);
    private static final List<ProblemType> WITH_TOKEN =
            List.of(ProblemType.UNAUTHENTICATED, ProblemType.IDENTITY_UNAVAILABLE, ProblemType.STORE_UNAVAILABLE);
    private static final String STREAM = "stream";

    @Override
    public Operation filterOperation(Operation operation) {
        Map<Integer, List<ProblemType>> byStatus = problemsOf(operation)
                .distinct()
                .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach(
                (status, types) -> operation.getResponses().addAPIResponse(Integer.toString(status), response(types)));
        operation.removeExtension(EXTENSION);
        operation.getResponses().getAPIResponses().values().forEach(response -> response.removeExtension(EXTENSION));
        return operation;
    }

    private static Stream<ProblemType> problemsOf(Operation operation) {
        Stream<ProblemType> own = Stream.concat(COMMON.stream(), own(operation));
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            return own;
        }
        boolean forStaff = operation.getTags().contains("Recipients");
        boolean callsStore = !operation.getOperationId().equals(STREAM);
        return Stream.of(
                        WITH_TOKEN.stream(),
                        Stream.of(forStaff ? ProblemType.FORBIDDEN : ProblemType.NO_RECIPIENT),
                        callsStore ? Stream.of(ProblemType.TOO_MANY_REQUESTS) : Stream.<ProblemType>empty(),
                        own)
                .flatMap(types -> types);
    }

    private static Stream<ProblemType> own(Operation operation) {
        if (!operation.hasExtension(EXTENSION)) {
            return Stream.empty();
        }
        return Arrays.stream(operation.getExtension(EXTENSION).toString().split(" "))
                .map(code -> ProblemType.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    private static APIResponse response(List<ProblemType> types) {
        MediaType problem = OASFactory.createMediaType();
        types.forEach(type -> problem.addExample(type.code(), example(type)));
        return OASFactory.createAPIResponse()
                .description(types.stream().map(ProblemType::title).collect(Collectors.joining(" · ")))
                .content(OASFactory.createContent().addMediaType("application/problem+json", problem));
    }

    private static Example example(ProblemType type) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "urn:problem-type:notification-feed:" + type.code());
        document.put("title", type.title());
        document.put("status", type.status());
        document.put("detail", "A sentence about this occurrence.");
        document.put("instance", "/api/notifications");
        document.put("code", type.code());
        return OASFactory.createExample().value(document);
    }
}
