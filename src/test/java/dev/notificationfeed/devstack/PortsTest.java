package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void givesPreferredPortThatIsFree() {
        int port = Ports.free();

        assertThat(Ports.freeOr(port)).isEqualTo(port);
    }

    @Test
    void givesNoPortTwiceThoughNobodyListensOnIt() {
        var ports = IntStream.range(0, 1_000).map(i -> Ports.free()).boxed().toList();

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void givesAnotherPortForOneThatIsTakenOnLoopback() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void givesAnotherPortForOneThatIsTakenOnAllInterfaces() throws Exception {
        try (var taken = new ServerSocket(0)) {
            assertThat(Ports.freeOr(taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
        }
    }
}
