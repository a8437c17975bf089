package dev.notificationfeed.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.notificationfeed.compatibility.SchemaComparison.Direction;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaComparisonTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** The released schema, the current schema, and whom the change breaks: writers (the service reads) or readers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type: string                       | type: integer                             | writers readers
            type: string                       | type: [string, 'null']                    | readers
            type: [string, 'null']             | type: string                              | writers
            type: integer                      | type: number                              | readers
            type: string                       | {}                                        | readers
            {}                                 | type: string                              | writers
            maxLength: 64                      | maxLength: 65                             | readers
            maxLength: 64                      | maxLength: 63                             | writers
            maxLength: 64                      | {}                                        | readers
            {}                                 | maxLength: 64                             | writers
            minLength: 1                       | minLength: 0                              | readers
            minLength: 1                       | minLength: 2                              | writers
            maximum: 2000                      | maximum: 1999                             | writers
            minimum: 0                         | minimum: 1                                | writers
            maxItems: 6                        | maxItems: 5                               | writers
            enum: [A, B]                       | enum: [B, A, C]                           | readers
            enum: [A, B]                       | enum: [A]                                 | writers
            enum: [A, B]                       | {}                                        | readers
            {}                                 | enum: [A]                                 | writers
            const: 1                           | const: 2                                  | writers readers
            const: A                           | enum: [A, B]                              | readers
            { enum: [A, B], x-open: true }     | { enum: [A, B, C], x-open: true }         | nobody
            { enum: [A, B], x-open: true }     | { enum: [A], x-open: true }               | writers
            pattern: ^a$                       | pattern: ^b$                              | writers readers
            pattern: ^a$                       | {}                                        | readers
            {}                                 | pattern: ^a$                              | writers
            format: int32                      | format: int64                             | writers readers
            default: 0                         | default: 1                                | writers readers
            default: 0                         | {}                                        | writers readers
            {}                                 | default: 0                                | writers readers
            uniqueItems: true                  | {}                                        | readers
            not: { pattern: x }                | not: { pattern: y }                       | writers readers
            required: [a]                      | required: [a, b]                          | writers
            required: [a, b]                   | required: [a]                             | readers
            properties: { a: {}, b: {} }       | properties: { a: {} }                     | writers readers
            properties: { a: {} }              | properties: { a: {}, b: {} }              | nobody
            properties: { a: { maxLength: 1 }} | properties: { a: { maxLength: 2 }}        | readers
            items: { type: string }            | items: { type: integer }                  | writers readers
            items: { maxLength: 2 }            | items: { maxLength: 1 }                   | writers
            additionalProperties: { type: string } | additionalProperties: { type: integer } | writers readers
            {}                                 | additionalProperties: false               | writers
            additionalProperties: false        | {}                                        | readers
            allOf: [{ maxLength: 2 }]          | allOf: [{ maxLength: 1 }]                 | writers
            allOf: [{ maxLength: 2 }]          | { maxLength: 2 }                          | nobody
            allOf: [{ maxLength: 2 }]          | {}                                        | readers
            {}                                 | allOf: [{ maxLength: 2 }]                 | writers
            anyOf: [{ type: string }, { type: 'null' }] | anyOf: [{ type: 'null' }, { type: string }] | nobody
            anyOf: [{ type: string }, { type: 'null' }] | anyOf: [{ type: string }]        | writers
            anyOf: [{ type: string }]          | anyOf: [{ type: string }, { type: 'null' }] | readers
            oneOf: [{ required: [a] }]         | oneOf: [{ required: [a] }, { required: [b] }] | readers
            { if: { const: 1 }, then: { maximum: 1 }} | { if: { const: 1 }, then: { maximum: 2 }} | readers
            { if: { const: 1 }, then: { maximum: 1 }} | { if: { const: 2 }, then: { maximum: 1 }} | writers readers
            { if: { const: 1 }, else: { maximum: 2 }} | { if: { const: 1 }, else: { maximum: 1 }} | writers
            {}                                 | { if: { const: 1 }, then: { maximum: 2 }} | writers
            description: old                   | { description: new, deprecated: true, examples: [1] } | nobody
            """)
    void findsWhomAChangeBreaks(String released, String present, String whom) throws JsonProcessingException {
        assertThat(breaks(Direction.READ, released, present))
                .matches(found -> found.isEmpty() != whom.contains("writers"));
        assertThat(breaks(Direction.WRITTEN, released, present))
                .matches(found -> found.isEmpty() != whom.contains("readers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ type: string, maxLength: 2, not: { pattern: x }, default: a, allOf: [{ minLength: 1 }] }",
                "{ type: object, required: [a], properties: { a: { enum: [A], x-open: true }}, additionalProperties: false }",
                "{ oneOf: [{ required: [a] }, { required: [b] }], if: { const: 1 }, then: {}, else: { const: 2 }}"
            })
    void findsNothingInEqualSchemas(String schema) throws JsonProcessingException {
        assertThat(breaks(Direction.READ, schema, schema)).isEmpty();
        assertThat(breaks(Direction.WRITTEN, schema, schema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            properties: { a: { properties: { b: { type: string }}}} | properties: { a: { properties: {}}}  | a/b is gone
            items: { properties: { a: { maximum: 2 }}} | items: { properties: { a: { maximum: 1 }}} | items/a/maximum was 2, is 1
            """)
    void namesThePlace(String released, String present, String found) throws JsonProcessingException {
        assertThat(breaks(Direction.READ, released, present)).containsExactly(found);
    }

    private static List<String> breaks(Direction direction, String released, String present)
            throws JsonProcessingException {
        return new SchemaComparison(direction, YAML.readTree(released), YAML.readTree(present)).breaks();
    }
}
