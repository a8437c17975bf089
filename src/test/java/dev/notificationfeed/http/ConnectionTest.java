package dev.notificationfeed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    private static final ConnectionConfig TIMES = new SmallRyeConfigBuilder()
            .withMapping(ConnectionConfig.class)
            .withConverter(Duration.class, 100, new DurationConverter())
            .withDefaultValue("notifications.connections.head-within", "10s")
            .withDefaultValue("notifications.connections.body-within", "20s")
            .withDefaultValue("notifications.connections.unused-for", "70s")
            .build()
            .getConfigMapping(ConnectionConfig.class);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OpenConnections open = new OpenConnections();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void connect() {
        channel.freezeTime();
        Connection connection =
                new Connection(channel, TIMES, new ConnectionMetrics(registry, TIMES, open), open, false);
        channel.pipeline().addLast(connection, new HttpExchangeTracker(connection));
        connection.awaitFirstHead();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void closesSilentConnection() {
        assertOpenFor(9);
        assertClosedAfter(1, "head");
    }

    @Test
    void keepsConnectionWhoseHeadArrivedInTimeAndIsReadLate() {
        channel.advanceTimeBy(11, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        request();
        runEventLoopOnce();

        assertOpenFor(36_000);
    }

    @Test
    void closesConnectionWithoutBody() {
        head();

        assertOpenFor(19);
        assertClosedAfter(1, "body");
    }

    @Test
    void closesConnectionWithoutBodyAfterTheAnswer() {
        head();
        assertOpenFor(5);
        answer();

        assertOpenFor(14);
        assertClosedAfter(1, "body");
    }

    @Test
    void hasNoDeadlineWhileARequestIsAnswered() {
        request();

        assertOpenFor(36_000);
    }

    @Test
    void hasNoDeadlineWhileAResponseIsWritten() {
        request();
        channel.write(response(HttpResponseStatus.OK));
        assertOpenFor(36_000);

        channel.flush();

        assertOpenFor(69);
        assertClosedAfter(1, "unused");
    }

    @Test
    void startsUnusedTimeAfterTheLastResponse() {
        request();
        request();
        answer();
        assertOpenFor(36_000);

        answer();

        assertClosedAfter(70, "unused");
    }

    @Test
    void doesNotCountAnInterimResponseAsAnswer() {
        head();
        channel.writeOutbound(response(HttpResponseStatus.CONTINUE));
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        assertOpenFor(36_000);
    }

    @Test
    void closesConnectionWithIncompleteFurtherHead() {
        request();
        answer();
        assertOpenFor(60);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
        assertOpenFor(5);
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'E'}));

        assertOpenFor(4);
        assertClosedAfter(1, "head");
    }

    @Test
    void keepsConnectionThatIsReused() {
        for (int i = 0; i < 100; i++) {
            request();
            assertOpenFor(60);
            answer();
            assertOpenFor(60);
        }
    }

    @Test
    void saysThatItClosesAndClosesAfterTheAnswerDuringShutdown() {
        request();
        answer();
        request();
        open.closeAfterAnswers();
        assertOpenFor(60);

        answer();

        assertThat(connectionHeader()).isNull();
        assertThat(connectionHeader()).isEqualTo("close");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAfterAStreamThatEndsDuringShutdown() {
        request();
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        open.closeAfterAnswers();
        channel.writeOutbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
        assertOpenFor(60);

        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersAfterAnInterimResponseDuringShutdown() {
        head();
        open.closeAfterAnswers();
        channel.writeOutbound(response(HttpResponseStatus.CONTINUE));

        assertThat(connectionHeader()).isNull();
        assertThat(channel.isOpen()).isTrue();
    }

    private String connectionHeader() {
        DefaultFullHttpResponse answer = channel.readOutbound();
        return answer.headers().get(HttpHeaderNames.CONNECTION);
    }

    private void request() {
        head();
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void head() {
        channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.PUT, "/"));
    }

    private void answer() {
        channel.writeOutbound(response(HttpResponseStatus.OK));
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
    }

    private void assertOpenFor(int seconds) {
        pass(seconds);
        assertThat(channel.isOpen()).isTrue();
    }

    private void assertClosedAfter(int seconds, String overdue) {
        pass(seconds);
        assertThat(channel.isOpen()).isFalse();
        assertThat(registry.counter("notifications.connections.cut", "overdue", overdue)
                        .count())
                .isEqualTo(1);
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        runEventLoopOnce();
    }

    private void runEventLoopOnce() {
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
