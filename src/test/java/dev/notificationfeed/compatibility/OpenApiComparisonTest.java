package dev.notificationfeed.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiComparisonTest {

    private static final String RELEASED = """
            paths:
              /items:
                get:
                  parameters:
                    - { in: query, name: size, schema: { type: integer, maximum: 2000 }}
                  responses:
                    '200':
                      content:
                        application/json:
                          schema: { type: object, properties: { id: { type: string }, status: { enum: [A, B] }}}
                    '503':
                      content:
                        application/problem+json:
                          examples: { overloaded: {}, store-unavailable: {}}
                post:
                  security: [{ token: [] }]
                  requestBody:
                    content:
                      application/json:
                        schema: { type: object, properties: { name: { maxLength: 9 }}}
                  responses: { '204': {}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /paths/~1items                  |                                | GET /items is gone; POST /items is gone
            /paths/~1items/post             |                                | POST /items is gone
            /paths/~1items/get/security     | [{ token: [] }]                | GET /items security was , is [{"token":[]}]
            /paths/~1items/post/security    | [{ key: [] }]                  | POST /items security was [{"token":[]}], is [{"key":[]}]
            /paths/~1items/get/parameters   | []                             | GET /items query size is gone
            /paths/~1items/get/parameters   | [{ in: query, name: size, schema: { type: integer, maximum: 1999 }}] | GET /items query size maximum was 2000, is 1999
            /paths/~1items/get/parameters   | [{ in: query, name: size, required: true, schema: { type: integer, maximum: 2000 }}] | GET /items query size is required now
            /paths/~1items/get/parameters   | [{ in: query, name: size, schema: { type: integer, maximum: 2000 }}, { in: header, name: X, required: true }] | GET /items header X is required now
            /paths/~1items/post/requestBody/required | true                  | POST /items body is required now
            /paths/~1items/post/requestBody/content  | { text/plain: {}}     | POST /items body application/json is gone
            /paths/~1items/post/requestBody/content/application~1json/schema/properties/name/maxLength | 8 | POST /items body application/json name/maxLength was 9, is 8
            /paths/~1items/post/responses   | { '200': {}}                   | POST /items 204 is gone
            /paths/~1items/get/responses/503 |                               | GET /items 503 is gone
            /paths/~1items/get/responses/200/content | { text/plain: {}}     | GET /items 200 application/json is gone
            /paths/~1items/get/responses/200/content/application~1json/schema/properties/id | | GET /items 200 application/json id is gone
            /paths/~1items/get/responses/200/content/application~1json/schema/properties/id/type | integer | GET /items 200 application/json id/type was "string", is "integer"
            /paths/~1items/get/responses/200/content/application~1json/schema/properties/status/enum | [A, B, C] | GET /items 200 application/json status/enum was ["A","B"], is ["A","B","C"]
            /paths/~1items/get/responses/503/content/application~1problem+json/examples/overloaded | | GET /items 503 overloaded is gone
            """)
    void findsBreakingChanges(String place, String value, String found) throws JsonProcessingException {
        var released = Edited.document(RELEASED);

        assertThat(OpenApiComparison.breaks(released, Edited.document(released, place, value)))
                .containsExactlyInAnyOrder(found.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /openapi                        | 3.1.1
            /info                           | { version: 1.1.0 }
            /paths/~1others                 | { get: {}}
            /paths/~1items/delete           | {}
            /paths/~1items/summary          | text
            /paths/~1items/get/summary      | text
            /paths/~1items/get/deprecated   | true
            /paths/~1items/post/security    | []
            /paths/~1items/post/security    | [{ token: [admin] }]
            /paths/~1items/get/parameters   | [{ in: query, name: size, schema: { type: integer, maximum: 2001 }}, { in: query, name: sort }]
            /paths/~1items/get/responses/429 | {}
            /paths/~1items/get/responses/200/content/text~1plain | {}
            /paths/~1items/get/responses/200/content/application~1json/schema/properties/more | { type: string }
            /paths/~1items/get/responses/503/content/application~1problem+json/examples/more | {}
            /paths/~1items/post/requestBody/content/application~1json/schema/properties/name/maxLength | 10
            """)
    void allowsAdditions(String place, String value) throws JsonProcessingException {
        JsonNode released = Edited.document(RELEASED);

        assertThat(OpenApiComparison.breaks(released, Edited.document(released, place, value)))
                .isEmpty();
    }
}
