package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PRODUCER = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PRODUCER + "-01";

    private final EndedSpans ended = new EndedSpans();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(ended))
                    .build())
            .build();
    private final IngestTracing tracing = new IngestTracing(telemetry);

    @AfterEach
    void closeTelemetry() {
        telemetry.close();
    }

    @Test
    void continuesTheTraceOfTheProducer() {
        tracing.end(List.of(tracing.start(record(TRACEPARENT))));

        SpanData span = ended.only();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PRODUCER);
        assertThat(span.getParentSpanContext().isRemote()).isTrue();
    }

    @Test
    void describesTheRecordInItsSpan() {
        tracing.end(List.of(tracing.start(record(TRACEPARENT))));

        SpanData span = ended.only();
        assertThat(span.getName()).isEqualTo("process notification-events");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.system")))
                .isEqualTo("kafka");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.destination.name")))
                .isEqualTo("notification-events");
        assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
                .isEqualTo(7);
    }

    @Test
    void startsTraceForRecordWithoutOne() {
        assertThat(startedTrace(record())).isTrue();
    }

    @Test
    void startsTraceForRecordWithMalformedHeader() {
        assertThat(startedTrace(record("nonsense"))).isTrue();
    }

    @Test
    void startsTraceForRecordWithNullHeader() {
        ConsumerRecord<byte[], byte[]> record = record();
        record.headers().add("traceparent", null);

        assertThat(startedTrace(record)).isTrue();
    }

    @Test
    void ignoresTheTraceOfThePollingThread() {
        Span polling = telemetry.getTracer("test").spanBuilder("poll").startSpan();

        try (var current = polling.makeCurrent()) {
            assertThat(current).isNotNull();
            assertThat(startedTrace(record())).isTrue();
        }
    }

    @Test
    void linksAStepToItsRecords() {
        Context one = tracing.start(record(TRACEPARENT));
        Context other = tracing.start(record());

        String result = tracing.step(
                        "store", List.of(one, other), () -> Uni.createFrom().item("stored"))
                .await()
                .indefinitely();

        assertThat(result).isEqualTo("stored");
        SpanData step = ended.only();
        assertThat(step.getName()).isEqualTo("store");
        assertThat(step.getParentSpanId()).isEqualTo(SpanId.getInvalid());
        assertThat(step.getLinks()).extracting(LinkData::getSpanContext).containsExactly(spanOf(one), spanOf(other));
    }

    @Test
    void measuresAStepUntilItsWorkIsDone() {
        var work = new CompletableFuture<String>();
        var step = tracing.step("store", List.of(), () -> Uni.createFrom().completionStage(work))
                .subscribeAsCompletionStage();
        assertThat(ended.spans).isEmpty();

        work.complete("stored");

        assertThat(step).isCompletedWithValue("stored");
        assertThat(ended.only().getName()).isEqualTo("store");
    }

    @Test
    void measuresEachAttemptOfAFailingStep() {
        var step = tracing.step(
                "store", List.of(), () -> Uni.createFrom().<Void>failure(new IllegalStateException("away")));

        assertThatThrownBy(() -> step.onFailure().retry().atMost(2).await().indefinitely())
                .hasMessageContaining("away");

        assertThat(ended.spans).extracting(SpanData::getName).containsExactly("store", "store", "store");
    }

    @Test
    void endsTheSpansOfABatchsRecords() {
        Context one = tracing.start(record(TRACEPARENT));
        Context other = tracing.start(record());
        assertThat(ended.spans).isEmpty();

        tracing.end(List.of(one, other));

        assertThat(ended.spans).extracting(SpanData::getSpanContext).containsExactly(spanOf(one), spanOf(other));
    }

    @Test
    void recordsNothingWhileTracingIsDisabled() {
        IngestTracing off = new IngestTracing(OpenTelemetry.noop());

        Context context = off.start(record(TRACEPARENT));

        assertThat(spanOf(context).isValid()).isFalse();
        assertThat(off.step("store", List.of(context), () -> Uni.createFrom().item("stored"))
                        .await()
                        .indefinitely())
                .isEqualTo("stored");
    }

    private boolean startedTrace(ConsumerRecord<byte[], byte[]> record) {
        tracing.end(List.of(tracing.start(record)));
        return ended.only().getSpanContext().isValid()
                && ended.only().getParentSpanId().equals(SpanId.getInvalid());
    }

    private static ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>("notification-events", 2, 7, null, new byte[0]);
    }

    private static ConsumerRecord<byte[], byte[]> record(String traceparent) {
        ConsumerRecord<byte[], byte[]> record = record();
        record.headers().add("traceparent", traceparent.getBytes(UTF_8));
        return record;
    }

    private static SpanContext spanOf(Context context) {
        return Span.fromContext(context).getSpanContext();
    }

    private static final class EndedSpans implements SpanExporter {

        private final List<SpanData> spans = new ArrayList<>();

        SpanData only() {
            assertThat(spans).hasSize(1);
            return spans.get(0);
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            spans.addAll(batch);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
