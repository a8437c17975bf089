package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@QuarkusTest
@EnabledOnOs(OS.LINUX)
class TransportComponentTest {

    @Inject
    Vertx vertx;

    @Inject
    @MainEventLoopGroup
    EventLoopGroup eventLoops;

    @Test
    void isNativeOnLinux() {
        assertThat(vertx.isNativeTransportEnabled()).isTrue();
        assertThat(eventLoops).isInstanceOf(EpollEventLoopGroup.class);
    }
}
