package dev.notificationfeed.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {

    private static final int LOWEST = 12_000;
    private static final int LOWEST_OF_CLIENTS = 32_000;
    private static final int TRIES = 100;
    private static final int BACKLOG = 1;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** The port if nobody has it, else a free one. */
    public static int freeOr(int preferred) {
        try {
            return bind(preferred);
        } catch (IOException taken) {
            return free();
        }
    }

    /**
     * A port that nobody has at this moment, and that was not given before by this process: whoever has been given one may not
     * listen on it yet. Below those that systems give to clients: it is listened on a while later, and
     * any connection that begins meanwhile could have got one of theirs.
     */
    public static int free() {
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                int port = bind(ThreadLocalRandom.current().nextInt(LOWEST, LOWEST_OF_CLIENTS));
                if (GIVEN.add(port)) {
                    return port;
                }
            } catch (IOException taken) {
                // another one, then
            }
        }
        throw new IllegalStateException("no free port on the loopback interface");
    }

    private static int bind(int port) throws IOException {
        try (var socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
