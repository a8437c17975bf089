package dev.notificationfeed.api;

import dev.notificationfeed.stream.FeedStream;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Gives the response to the stream, which writes frames that are encoded once for all readers. A {@code Multi} of events would
 * be encoded for each reader, and would keep a chain of subscriptions for each.
 */
@Provider
@Produces(MediaType.SERVER_SENT_EVENTS)
class EventStreamWriter implements ServerMessageBodyWriter<FeedStream> {

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType media) {
        return FeedStream.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return FeedStream.class.isAssignableFrom(type);
    }

    @Override
    public void writeResponse(FeedStream stream, Type generic, ServerRequestContext request) {
        // Never resumed: the stream ends the response itself.
        ((ResteasyReactiveRequestContext) request).suspend();
        request.serverResponse().setChunked(true);
        stream.start();
    }

    @Override
    public void writeTo(
            FeedStream stream,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body) {
        throw new UnsupportedOperationException("a stream is written without blocking");
    }
}
