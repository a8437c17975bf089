package dev.notificationfeed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Publishes to Nchan over a few connections that stay, without waiting for an answer before the next request. */
final class NchanPublisher implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final List<Socket> sockets = new ArrayList<>();

    NchanPublisher(InetSocketAddress server) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            var socket = new Socket(server.getAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            sockets.add(socket);
            var answers = new Thread(() -> drain(socket), "answers");
            answers.setDaemon(true);
            answers.start();
        }
    }

    /** Publishes the item of that number to a recipient's channel. */
    void publish(int number, int recipient) {
        var item = SampleEvents.item(number);
        var head = "POST /pub/" + SampleEvents.recipient(recipient) + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + item.length + "\r\n\r\n";
        var request = (head + new String(item, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
        try {
            sockets.get(number % CONNECTIONS).getOutputStream().write(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // by us
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
