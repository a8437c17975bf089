package dev.notificationfeed.mongodb;

import com.mongodb.MongoException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Wraps every call to MongoDB with a timeout, retries, one exception for all outages, and a timer metric.
 *
 * <p>A call that an election interrupts is repeated once. Its first attempt may have been applied, so every guarded call must
 * be safe to repeat: reads are; inserts have derived ids; updates of an item, claims and confirmations of the outbox compare
 * the item's version or {@code publishAt}; a mark sets a status that the item then has already. A change whose answer was
 * lost keeps its pending publication, and the outbox relay publishes it.
 */
@Singleton
public final class Guard {

    private static final String TIMER = "notifications.store";

    /** Every lost update means that another one succeeded, so concurrent calls make progress together. */
    private static final int RETRIES = 4;

    /** Time for the driver to notice the election. Then it waits until there is a primary. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Duration timeout;
    /** 2.8 seconds by default, so that REST answers within three. */
    private final Duration timeoutWithRepetition;

    private final MeterRegistry registry;

    public Guard(StoreConfig config, MeterRegistry registry) {
        this.timeout = config.timeout();
        this.timeoutWithRepetition = timeout.multipliedBy(7).dividedBy(5);
        this.registry = registry;
    }

    /**
     * Wraps one call. It fails with {@link StoreUnavailableException} if MongoDB is unavailable or too slow.
     *
     * @param operation the name in the metrics
     * @param call runs at subscription; may throw
     */
    public <T> Uni<T> guard(String operation, Supplier<Uni<? extends T>> call) {
        return Uni.createFrom().deferred(() -> timed(operation, limited(timeout, call)));
    }

    /** The same for a call of several commands, which needs the time that others have for both attempts. */
    public <T> Uni<T> guardLong(String operation, Supplier<Uni<? extends T>> call) {
        return Uni.createFrom().deferred(() -> timed(operation, limited(timeoutWithRepetition, call)));
    }

    private <T> Uni<T> limited(Duration limit, Supplier<Uni<? extends T>> call) {
        Uni<T> attempt = within(
                limit,
                Uni.createFrom()
                        .<T>deferred(call)
                        .onFailure(ConcurrentUpdateException.class)
                        .retry()
                        .atMost(RETRIES));
        return within(timeoutWithRepetition, repeatedAfterElection(attempt))
                .onFailure(failure -> failure instanceof MongoException || failure instanceof ConcurrentUpdateException)
                .transform(failure -> new StoreUnavailableException(
                        "MongoDB is not available: " + failure.getClass().getSimpleName(), failure));
    }

    private static <T> Uni<T> repeatedAfterElection(Uni<T> attempt) {
        return attempt.onFailure(ErrorCodes::isElection)
                .recoverWithUni(() ->
                        Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE).chain(() -> attempt));
    }

    private static <T> Uni<T> within(Duration limit, Uni<T> call) {
        return call.ifNoItem()
                .after(limit)
                .failWith(() -> new StoreUnavailableException(
                        "MongoDB did not answer within " + limit.toMillis() + " ms", null));
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
