package dev.notificationfeed.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One client of an event stream; it remembers the last position. Not thread-safe. */
final class StreamReader {

    /** Receives the events of a reader. */
    interface Watcher {

        /** The first frame has arrived, so the stream is open. */
        void opened();

        /** The item with a number has arrived. */
        void took(int number);

        /** The connection failed, was refused, or ended; {@code why} is the original message. */
        void broke(StreamReader reader, boolean wasOpen, String why);
    }

    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final InetSocketAddress server;
    private final String request;
    private final Watcher watcher;
    private SocketChannel channel;
    private HttpBodyDecoder body;
    private byte[] rest = NOTHING;
    private byte[] position;
    private boolean open;

    /** @param request the request head, without the empty line at its end */
    StreamReader(InetSocketAddress server, String request, Watcher watcher) {
        this.server = server;
        this.request = request;
        this.watcher = watcher;
    }

    /** Starts to connect. */
    void connect(Selector selector) {
        body = null;
        rest = NOTHING;
        open = false;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(server);
            channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (connected) {
                ask();
            }
        } catch (IOException e) {
            broken(e.getMessage());
        }
    }

    /** Handles a ready selection key. */
    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                ask();
            } else if (key.isReadable()) {
                read(buffer);
            }
        } catch (IOException e) {
            broken(e.getMessage());
        }
    }

    /** One write is enough: a small request fits into the buffer of a new socket. */
    private void ask() throws IOException {
        var last = position == null ? "" : "Last-Event-ID: " + new String(position, StandardCharsets.US_ASCII) + "\r\n";
        channel.write(ByteBuffer.wrap((request + last + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear().put(rest);
        int known = rest.length;
        int read = channel.read(buffer);
        if (read < 0) {
            broken("closed");
        } else if (body == null) {
            head(buffer.array(), known + read);
        } else {
            frames(buffer.array(), known, known + read);
        }
    }

    private void head(byte[] bytes, int length) {
        var text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            rest = Arrays.copyOf(bytes, length);
        } else if (!text.startsWith("HTTP/1.1 200")) {
            broken(text.lines().findFirst().orElseThrow());
        } else {
            body = new HttpBodyDecoder(
                    text.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"));
            System.arraycopy(bytes, end + END_OF_HEAD.length(), bytes, 0, length - end - END_OF_HEAD.length());
            frames(bytes, 0, length - end - END_OF_HEAD.length());
        }
    }

    /** @param from the index of the first byte that is not decoded yet */
    private void frames(byte[] bytes, int from, int to) {
        var front = from == 0 ? NOTHING : Arrays.copyOf(bytes, from);
        int length = body.decode(bytes, from, to);
        if (front.length > 0) {
            System.arraycopy(bytes, 0, bytes, front.length, length);
            System.arraycopy(front, 0, bytes, 0, front.length);
        }
        lines(bytes, front.length + length);
        if (body.hasEnded()) {
            broken("ended");
        }
    }

    private void lines(byte[] bytes, int length) {
        int start = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                line(bytes, start, at);
                start = at + 1;
            }
        }
        rest = start == length ? NOTHING : Arrays.copyOfRange(bytes, start, length);
    }

    private void line(byte[] bytes, int from, int to) {
        if (from == to && !open) {
            open = true;
            watcher.opened();
        } else if (startsWith(bytes, from, to, ID)) {
            position = Arrays.copyOfRange(bytes, from + ID.length, to);
        } else if (startsWith(bytes, from, to, DATA)) {
            data(bytes, from, to);
        }
    }

    private void data(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (startsWith(bytes, at, to, SampleEvents.MARK)) {
                watcher.took(number(bytes, at + SampleEvents.MARK.length));
                return;
            }
        }
    }

    private static int number(byte[] bytes, int from) {
        int number = 0;
        for (int at = from; bytes[at] != '~'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
        return to - from >= what.length && Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
    }

    /** Resets the connection, as a network failure would: no FIN, and no port in TIME_WAIT. */
    void cut() {
        try {
            if (channel != null && channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            }
        } catch (IOException e) {
            // already closed
        }
    }

    private void broken(String why) {
        cut();
        watcher.broke(this, open, why);
    }
}
