package dev.notificationfeed.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.ContractDocument;
import dev.notificationfeed.fixture.Schemas;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.notification.Publication.Kind;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The AsyncAPI document is valid and matches the topics and frames of the code. */
class AsyncApiTest {

    private static final ContractDocument DOCUMENT = ContractDocument.asyncApi();
    private static final Position POSITION = new Position(Feeds.EPOCH, 2, 7, 0);
    private static final byte[] ITEM = """
            {"id": "68a3768a4f6c9f28f981b6f5", "tisReference": null, "type": "IN_APP", "subject": "WELCOME", \
            "subjectText": "Welcome", "contact": null, "sentAt": "2025-09-09T23:00:00Z", "readAt": null, \
            "status": "UNREAD", "statusDetail": null, "version": 1}""".getBytes(UTF_8);
    private static final byte[] GONE = "{\"id\":\"68a3768a4f6c9f28f981b6f5\",\"version\":2}".getBytes(UTF_8);

    @Test
    void isValidAsyncApi() {
        assertThat(Schemas.faultsOfAsyncApi(DOCUMENT.root())).isEmpty();
    }

    @Test
    void resolvesEveryReference() {
        var references = DOCUMENT.root().findParents("$ref");

        assertThat(references)
                .hasSizeGreaterThan(50)
                .allSatisfy(reference -> assertThat(new ContractDocument.Place(DOCUMENT, reference)
                                .target()
                                .node())
                        .isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "deadLetters", "feed"})
    void namesTheTopics(String channel) {
        var topics = Feeds.topics(Map.of());
        var names = Map.of("events", topics.events(), "deadLetters", topics.deadLetters(), "feed", topics.feed());

        assertThat(DOCUMENT.at("/channels/" + channel + "/address").node().textValue())
                .isEqualTo(names.get(channel));
    }

    @Test
    void namesEveryTopicAndTheStream() {
        assertThat(DOCUMENT.root().path("channels"))
                .hasSize(Feeds.topics(Map.of()).all().size() + 1);
    }

    @Test
    void namesEveryFrame() {
        var items = Stream.of(Kind.CREATED, Kind.UPDATED, Kind.DELETED)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT));
        var frames = Stream.concat(items, Stream.of("ready", "unread", "reset"));

        assertThat(DOCUMENT.at("/channels/stream").members("messages"))
                .extracting(message -> message.get("name").node().textValue())
                .containsExactlyInAnyOrderElementsOf(frames.toList());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void describesFrame(String message, Buffer frame) throws IOException {
        var sent = SseFrame.of(frame.toString().lines().toList());
        var described = DOCUMENT.at("/components/messages/" + message);
        var schema = described.node().at("/payload/schema/$ref").textValue();

        assertThat(sent.event()).isEqualTo(described.get("name").node().textValue());
        assertThat(data(sent).properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(fieldsOf(described));
        assertThat(Schemas.faults(schema.replaceAll(".*/(.*)\\.v1\\.json", "$1"), data(sent)))
                .isEmpty();
    }

    private static List<String> fieldsOf(ContractDocument.Place message) {
        return message.get("payload").get("schema").get("properties").node().properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of("ready", Frames.ready(1_000, POSITION, true, 0, 15)),
                Arguments.of("unread", Frames.unread(3)),
                Arguments.of("itemCreated", Frames.item(Kind.CREATED, POSITION, ITEM)),
                Arguments.of("itemUpdated", Frames.item(Kind.UPDATED, POSITION, ITEM)),
                Arguments.of("itemDeleted", Frames.item(Kind.DELETED, POSITION, GONE)));
    }

    @ParameterizedTest
    @EnumSource
    void describesReset(ResetReason reason) throws IOException {
        var sent = SseFrame.of(Frames.reset(POSITION, reason).toString().lines().toList());

        assertThat(sent.event()).isEqualTo("reset");
        assertThat(Schemas.faults("stream-reset", data(sent))).isEmpty();
    }

    @Test
    void namesAsManyResetReasonsAsTheCode() {
        assertThat(DOCUMENT.at("/components/messages/reset/payload/schema")
                        .get("properties")
                        .get("reason")
                        .get("enum")
                        .node())
                .hasSameSizeAs(ResetReason.values());
    }

    private static JsonNode data(SseFrame frame) throws IOException {
        return new ObjectMapper().readTree(frame.data());
    }
}
