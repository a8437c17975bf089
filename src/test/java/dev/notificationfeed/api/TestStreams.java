package dev.notificationfeed.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.notification.NotificationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** The streams of one recipient, and the events that change the recipient's items. */
final class TestStreams implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI uri;
    private final String recipient;
    private final String token;
    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final List<SseReader> readers = new ArrayList<>();

    TestStreams(URI uri, String recipient) {
        this.uri = uri;
        this.recipient = recipient;
        this.token = Stack.token(recipient);
    }

    /** A token of the recipient. */
    String token() {
        return token;
    }

    /** Opens a stream. */
    SseReader open() {
        return open(token);
    }

    SseReader open(String token) {
        return closedAfterTheTest(SseReader.open(uri, token));
    }

    /** Opens a stream on a connection of the client. */
    SseReader open(HttpClient client) {
        return closedAfterTheTest(SseReader.open(client, uri, token));
    }

    /** Opens a stream and waits until it shows changes. */
    SseReader openReady() {
        SseReader reader = open();
        reader.awaitEvent("ready");
        return reader;
    }

    SseReader resume(String lastEventId) {
        return closedAfterTheTest(SseReader.resume(uri, token, lastEventId));
    }

    /** Publishes an event from a source that no other recipient has. */
    void publish(SampleEvent event) {
        kafka.put("notification-events", event.with("source", source()).bytes());
    }

    /** Publishes an event that creates an item, and returns the item's id. */
    String publishInApp(String event) {
        publish(Events.inApp(recipient, event));
        return idOf(event);
    }

    /** The id of the item that the event creates. */
    String idOf(String event) {
        return NotificationId.derivedFrom(source(), event).value();
    }

    static void awaitUnread(SseReader reader, int count) {
        String data = "{\"unread\":" + count + "}";
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals(data));
    }

    static JsonNode json(SseFrame frame) {
        return json(frame.data());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        readers.forEach(SseReader::close);
    }

    private SseReader closedAfterTheTest(SseReader reader) {
        readers.add(reader);
        return reader;
    }

    private String source() {
        return "/" + recipient;
    }
}
