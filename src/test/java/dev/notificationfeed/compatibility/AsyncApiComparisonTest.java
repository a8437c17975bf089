package dev.notificationfeed.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncApiComparisonTest {

    private static final String RELEASED = """
            operations:
              take:
                action: receive
                channel:
                  address: in
                  messages:
                    put:
                      name: put.v1
                      traits: [{ contentType: text/plain, headers: { required: [a] }}]
                      payload: { schemaFormat: x, schema: { maxLength: 9 }}
              tell:
                action: send
                channel:
                  address: out
                  messages:
                    said:
                      name: said
                      contentType: application/json
                      payload: { type: object, properties: { reason: { enum: [a], x-open: true }, count: { type: integer }}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /operations/take/action                       | send | take action was "receive", is "send"
            /operations/take/channel/address              | into | take address was "in", is "into"
            /operations/take/channel/messages/put         |      | take put is gone
            /operations/take/channel/messages/put/name    | x    | take put name was "put.v1", is "x"
            /operations/take/channel/messages/put/contentType | application/json | take put contentType was "text/plain", is "application/json"
            /operations/take/channel/messages/put/headers | required: [a, b] | take put headers required was ["a"], is ["a","b"]
            /operations/take/channel/messages/put/payload/schema/maxLength | 8 | take put payload maxLength was 9, is 8
            /operations/tell/channel/messages/said/payload/properties/count | | tell said payload count is gone
            /operations/tell/channel/messages/said/payload/properties/count/type | number | tell said payload count/type was "integer", is "number"
            """)
    void findsBreakingChanges(String place, String value, String found) throws JsonProcessingException {
        var released = Edited.document(RELEASED);

        assertThat(AsyncApiComparison.breaks(released, Edited.document(released, place, value)))
                .containsExactly(found);
    }

    @ParameterizedTest
    @CsvSource({"/operations/take", "/operations/tell"})
    void findsARemovedOperation(String place) throws JsonProcessingException {
        var released = Edited.document(RELEASED);

        assertThat(AsyncApiComparison.breaks(released, Edited.document(released, place, null)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /info                                          | { version: 1.1.0 }
            /operations/more                               | { action: send }
            /operations/take/channel/messages/more         | { name: more.v1 }
            /operations/take/channel/title                 | text
            /operations/take/channel/messages/put/headers  | {}
            /operations/take/channel/messages/put/payload/schema/maxLength | 10
            /operations/tell/channel/messages/said/payload/properties/more | { type: string }
            /operations/tell/channel/messages/said/payload/properties/reason/enum | [a, b]
            """)
    void allowsAdditions(String place, String value) throws JsonProcessingException {
        var released = Edited.document(RELEASED);

        assertThat(AsyncApiComparison.breaks(released, Edited.document(released, place, value)))
                .isEmpty();
    }
}
