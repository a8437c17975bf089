package dev.notificationfeed.feed;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Adds W3C Trace Context headers to records of the feed topic; none while tracing is off. */
@Singleton
class FeedTracing {

    private final OpenTelemetry telemetry;

    @Inject
    FeedTracing(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this(off ? OpenTelemetry.noop() : telemetry);
    }

    FeedTracing(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    void carry(Context trace, Headers headers) {
        telemetry
                .getPropagators()
                .getTextMapPropagator()
                .inject(trace, headers, (to, name, value) -> to.add(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}
