package dev.notificationfeed.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands at a listening socket and sees each connection when it is accepted. Vert.x and Quarkus see one only when it has
 * sent something: a connection that is silent would be nobody's.
 */
final class ConnectionLimitHandler extends ChannelInboundHandlerAdapter {

    /** Connections beyond the limit that are kept for long enough to be told so. */
    static final int TOLD = 1_000;

    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;

    ConnectionLimitHandler(ConnectionConfig config, ConnectionMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel channel = (Channel) accepted;
        int open = metrics.open().incrementAndGet();
        if (open > config.max()) {
            metrics.refused();
        }
        if (open > config.max() + TOLD) {
            turnAway(channel);
        } else {
            letIn(context, channel, open > config.max());
        }
    }

    /** A channel that has no event loop yet tells nobody that it is closed. */
    private void turnAway(Channel channel) {
        metrics.open().decrementAndGet();
        channel.unsafe().closeForcibly();
    }

    private void letIn(ChannelHandlerContext context, Channel channel, boolean excess) {
        channel.closeFuture().addListener(closed -> metrics.open().decrementAndGet());
        Connection connection = new Connection(channel, config, metrics, excess);
        channel.pipeline().addFirst(connection);
        // Gives the channel to its event loop, which it has not had before.
        context.fireChannelRead(channel);
        if (channel.isOpen()) {
            channel.eventLoop().execute(connection::awaitFirstHead);
        }
    }
}
