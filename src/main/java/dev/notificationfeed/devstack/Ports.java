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
    private static final int LOWEST_EPHEMERAL = 32_000;
    private static final int TRIES = 100;
    private static final int BACKLOG = 1;
    private static final Set<Integer> RETURNED = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** The preferred port if it is free, else another free one. */
    public static int freeOr(int preferred) {
        try {
            return bind(preferred);
        } catch (IOException taken) {
            return free();
        }
    }

    /**
     * A free port that this process has not returned before: an earlier caller may not listen on its port yet. The port is below
     * the ephemeral range, so that no outgoing connection takes it before the caller listens.
     */
    public static int free() {
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                int port = bind(ThreadLocalRandom.current().nextInt(LOWEST, LOWEST_EPHEMERAL));
                if (RETURNED.add(port)) {
                    return port;
                }
            } catch (IOException taken) {
                // try another one
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
