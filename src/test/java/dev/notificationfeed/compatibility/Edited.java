package dev.notificationfeed.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Changes one place in a document. */
final class Edited {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Edited() {}

    static JsonNode document(String yaml) throws JsonProcessingException {
        return YAML.readTree(yaml);
    }

    /**
     * Returns a changed copy of a document.
     *
     * @param pointer the place: a member of an existing object
     * @param yaml the new value; null removes the member
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
