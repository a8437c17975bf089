package dev.notificationfeed.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts and limits connections when the listening socket accepts them. Vert.x and Quarkus see a connection only after its
 * first bytes, so a silent one would be neither counted nor closed.
 */
final class ConnectionLimitHandler extends ChannelInboundHandlerAdapter {

    /** Connections over the limit that are accepted, each to get one 503; further ones are closed without an answer. */
    static final int EXCESS = 1_000;

    private final ConnectionConfig config;
    private final OpenConnections open;
    private final ConnectionMetrics metrics;

    ConnectionLimitHandler(ConnectionConfig config, OpenConnections open, ConnectionMetrics metrics) {
        this.config = config;
        this.open = open;
        this.metrics = metrics;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel channel = (Channel) accepted;
        int count = open.add();
        if (count > config.max()) {
            metrics.refused();
        }
        if (count > config.max() + EXCESS) {
            close(channel);
        } else {
            admit(context, channel, count > config.max());
        }
    }

    /** The channel has no event loop yet, so its close future would not run: count it as closed here. */
    private void close(Channel channel) {
        open.remove();
        channel.unsafe().closeForcibly();
    }

    private void admit(ChannelHandlerContext context, Channel channel, boolean excess) {
        channel.closeFuture().addListener(closed -> open.remove());
        Connection connection = new Connection(channel, config, metrics, open, excess);
        channel.pipeline().addFirst(connection);
        // Registers the channel with its event loop.
        context.fireChannelRead(channel);
        if (channel.isOpen()) {
            channel.eventLoop().execute(connection::awaitFirstHead);
        }
    }
}
