package dev.notificationfeed.ingest;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Traces ingest. The span of a record continues the trace of its producer; a step on a whole batch is one span that links to
 * the spans of its records. Records nothing while tracing is disabled.
 */
@Singleton
class IngestTracing {

    private final OpenTelemetry telemetry;
    private final Tracer tracer;

    /** Uses a no-op while tracing is disabled, because Quarkus' own implementation would still generate an id for each record. */
    @Inject
    IngestTracing(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        this(disabled ? OpenTelemetry.noop() : telemetry);
    }

    IngestTracing(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("dev.notificationfeed.ingest");
    }

    /** Starts the span of a record, a child of the one that its headers name. */
    Context start(ConsumerRecord<?, ?> record) {
        Context parent = telemetry
                .getPropagators()
                .getTextMapPropagator()
                .extract(Context.root(), record.headers(), KafkaHeaders.INSTANCE);
        return parent.with(tracer.spanBuilder("process " + record.topic())
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("messaging.kafka.offset", record.offset())
                .startSpan());
    }

    /** Runs one step of a batch in a span that links to its records. */
    <T> Uni<T> step(String name, List<Context> records, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var builder = tracer.spanBuilder(name).setNoParent();
            records.forEach(record -> builder.addLink(Span.fromContext(record).getSpanContext()));
            Span span = builder.startSpan();
            return work.get().onTermination().invoke(span::end);
        });
    }

    /** Ends the spans of a batch's records. */
    void end(List<Context> records) {
        records.forEach(record -> Span.fromContext(record).end());
    }

    private enum KafkaHeaders implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            return Arrays.stream(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public String get(Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
