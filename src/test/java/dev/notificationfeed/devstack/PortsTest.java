package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void returnsThePreferredPortIfItIsFree() {
        int port = Ports.free();

        assertThat(Ports.freeOr(port)).isEqualTo(port);
    }

    @Test
    void returnsNoPortTwiceEvenIfItIsUnused() {
        var ports = IntStream.range(0, 1_000).map(i -> Ports.free()).boxed().toList();

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void returnsAnotherPortIfThePreferredOneIsUsedOnLoopback() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void returnsAnotherPortIfThePreferredOneIsUsedOnAllInterfaces() throws Exception {
        try (var taken = new ServerSocket(0)) {
            assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }
}
