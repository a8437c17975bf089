package dev.notificationfeed.mongodb;

import com.mongodb.MongoException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/** Wraps every call to MongoDB with a timeout, retries, one exception for all outages, and a timer metric. */
@Singleton
public final class Guard {

    private static final String TIMER = "notifications.store";

    /** Every lost update means that another one succeeded, so concurrent calls make progress together. */
    private static final int RETRIES = 4;

    private final Duration timeout;
    private final MeterRegistry registry;

    public Guard(StoreConfig config, MeterRegistry registry) {
        this.timeout = config.timeout();
        this.registry = registry;
    }

    /**
     * Wraps one call. It fails with {@link StoreUnavailableException} if MongoDB is unavailable or too slow.
     *
     * @param operation the name in the metrics
     * @param call runs at subscription; may throw
     */
    public <T> Uni<T> guard(String operation, Supplier<Uni<? extends T>> call) {
        return Uni.createFrom().deferred(() -> timed(operation, limited(call)));
    }

    private <T> Uni<T> limited(Supplier<Uni<? extends T>> call) {
        return Uni.createFrom()
                .<T>deferred(call)
                .onFailure(ConcurrentUpdateException.class)
                .retry()
                .atMost(RETRIES)
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new StoreUnavailableException(
                        "MongoDB did not answer within " + timeout.toMillis() + " ms", null))
                .onFailure(failure -> failure instanceof MongoException || failure instanceof ConcurrentUpdateException)
                .transform(failure -> new StoreUnavailableException(
                        "MongoDB is not available: " + failure.getClass().getSimpleName(), failure));
    }

    private <T> Uni<T> timed(String operation, Uni<T> call) {
        Timer.Sample sample = Timer.start(registry);
        return call.onItemOrFailure()
                .invoke((item, failure) ->
                        sample.stop(registry.timer(TIMER, "operation", operation, "outcome", outcome(failure))));
    }

    private static String outcome(Throwable failure) {
        if (failure == null) {
            return "ok";
        }
        return failure instanceof StoreUnavailableException ? "unavailable" : "refused";
    }
}
