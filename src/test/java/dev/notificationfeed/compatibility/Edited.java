package dev.notificationfeed.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** A document in which one place is another one. */
final class Edited {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Edited() {}

    static JsonNode document(String yaml) throws JsonProcessingException {
        return YAML.readTree(yaml);
    }

    /**
     * A copy of a document.
     *
     * @param pointer the place, a member of an object that is there
     * @param yaml what comes there; null removes what was
     */
    static JsonNode document(JsonNode original, String pointer, String yaml) throws JsonProcessingException {
        JsonNode copy = original.deepCopy();
        JsonPointer place = JsonPointer.compile(pointer);
        var parent = (ObjectNode) copy.at(place.head());
        String name = place.last().getMatchingProperty();
        if (yaml == null) {
            parent.remove(name);
        } else {
            parent.set(name, YAML.readTree(yaml));
        }
        return copy;
    }
}
