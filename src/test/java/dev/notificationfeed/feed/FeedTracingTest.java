package dev.notificationfeed.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class FeedTracingTest {

    private static final OpenTelemetry W3C =
            OpenTelemetry.propagating(ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final Headers headers = new RecordHeaders();

    @Test
    void addsTheTraceAsHeader() {
        new FeedTracing(W3C).carry(context(TraceState.getDefault()), headers);

        assertThat(headers.toArray()).hasSize(1);
        assertThat(header("traceparent")).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    }

    @Test
    void addsTheTraceState() {
        new FeedTracing(W3C)
                .carry(context(TraceState.builder().put("vendor", "1").build()), headers);

        assertThat(header("tracestate")).isEqualTo("vendor=1");
    }

    @Test
    void addsNoHeaderWithoutATrace() {
        new FeedTracing(W3C).carry(Context.root(), headers);

        assertThat(headers.toArray()).isEmpty();
    }

    @Test
    void addsNoHeaderWhileTracingIsOff() {
        new FeedTracing(OpenTelemetry.noop()).carry(context(TraceState.getDefault()), headers);

        assertThat(headers.toArray()).isEmpty();
    }

    private static Context context(TraceState state) {
        return Context.root().with(Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), state)));
    }

    private String header(String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
