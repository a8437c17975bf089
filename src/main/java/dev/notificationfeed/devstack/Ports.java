package dev.notificationfeed.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
public final class Ports {

    private static final int ANY = 0;
    private static final int BACKLOG = 1;

    private Ports() {}

    /** The port if nobody has it, else a free one. */
    public static int freeOr(int preferred) {
        try {
            return bind(preferred);
        } catch (IOException taken) {
            return free();
        }
    }

    /** A port that nobody has at this moment. */
    public static int free() {
        try {
            return bind(ANY);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    private static int bind(int port) throws IOException {
        try (var socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
