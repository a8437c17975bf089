package dev.notificationfeed.bench;

import dev.notificationfeed.fixture.RawConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Publishes to Nchan over a few persistent connections; it does not wait for a response before the next request. */
final class NchanPublisher implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final List<RawConnection> connections = new ArrayList<>();

    NchanPublisher(InetSocketAddress server) throws IOException {
        var address = URI.create("http://" + server.getHostString() + ":" + server.getPort());
        for (int i = 0; i < CONNECTIONS; i++) {
            var connection = RawConnection.open(address).withoutDelay();
            connections.add(connection);
            var answers = new Thread(() -> drain(connection), "answers");
            answers.setDaemon(true);
            answers.start();
        }
    }

    /** Publishes the item with a number to a recipient's channel. */
    void publish(int number, int recipient) {
        var item = SampleEvents.item(number);
        var head = "POST /pub/" + SampleEvents.recipient(recipient) + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + item.length + "\r\n\r\n";
        var request = (head + new String(item, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
        try {
            connections.get(number % CONNECTIONS).send(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(RawConnection connection) {
        try (connection) {
            connection.in().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // close() was called
        }
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
