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

/** One client of the swarm: an event stream that is read as it comes, and where it would go on. Used by one thread. */
final class StreamReader {

    /** What a member tells the swarm of. */
    interface Watcher {

        /** The first frame of a stream has come: it is open. */
        void opened();

        /** The item of that number has come. */
        void took(int number);

        /** The connection could not be made, was refused, or has ended: why, in the words of whoever said so. */
        void broke(StreamReader member, boolean wasOpen, String why);
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

    /** @param request the head of its request, without the empty line that ends it */
    StreamReader(InetSocketAddress server, String request, Watcher watcher) {
        this.server = server;
        this.request = request;
        this.watcher = watcher;
    }

    /** Begins to connect. */
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

    /** Something can be done about its socket. */
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

    /** A new socket takes a request as a whole: it is small. */
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

    /** @param from where the bytes begin that are still framed */
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

    /** Breaks the connection off, as a network does that goes: no farewell, and no port that stays taken. */
    void cut() {
        try {
            if (channel != null && channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            }
        } catch (IOException e) {
            // it is gone, then
        }
    }

    private void broken(String why) {
        cut();
        watcher.broke(this, open, why);
    }
}
