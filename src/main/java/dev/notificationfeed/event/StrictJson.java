package dev.notificationfeed.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.CharacterCodingException;

/**
 * Strict RFC 8259 parser: one document in UTF-8, without a byte order mark, each name once in its object.
 *
 * <p>By default Jackson detects UTF-16, skips a byte order mark and uses the last of two equal names, so two readers could
 * read one event differently. Name canonicalization is off: names with colliding hashes would make its table fail, and the
 * table would keep the names that producers send.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxNameLength(EventParser.MAX_VALUE_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws RejectedException {@code not-json}; the detail gives the position and does not quote the text */
    JsonNode parse(byte[] bytes) {
        String text = decode(bytes);
        try {
            JsonNode node = mapper.readTree(text);
            if (node.isMissingNode()) {
                throw notJson("value must be JSON, and is blank");
            }
            return node;
        } catch (StreamConstraintsException e) {
            throw notJson("value must be nested at most " + MAX_DEPTH + " deep, with numbers of at most "
                    + MAX_NUMBER_LENGTH + " digits");
        } catch (JsonProcessingException e) {
            throw notJson("value must be one JSON document without duplicate names" + position(e));
        }
    }

    private static String decode(byte[] bytes) {
        try {
            String text = StrictUtf8.decode(bytes);
            if (text.startsWith("\uFEFF")) {
                throw notJson("value must not begin with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw notJson("value must be UTF-8");
        }
    }

    private static String position(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : "; see line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static RejectedException notJson(String detail) {
        return new RejectedException(RejectionCode.NOT_JSON, detail);
    }
}
