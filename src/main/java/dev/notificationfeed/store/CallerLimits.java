package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.CallersClient;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Bounds the calls to MongoDB that callers cause, so that one recipient cannot take the connections of the others, and slow
 * lists of many cannot take those of counts, marks and streams.
 */
@Singleton
final class CallerLimits {

    /** A page may mark a screenful of items at once, over HTTP/2 without waiting. */
    private static final int WAITING_FOR_EACH_RUNNING = 10;

    /** A list takes two connections at a time, so all lists together take at most four fifths of them. */
    private static final int CONNECTIONS_OF_A_LIST = 2;

    private final CallLimit<Recipient> ofRecipient;
    private final CallLimit<Class<Listing>> lists;

    @Inject
    CallerLimits(StoreConfig config, CallersClient client) {
        this(config.callsPerRecipient(), client.maxConnections());
    }

    CallerLimits(int callsPerRecipient, int connections) {
        ofRecipient = new CallLimit<>(callsPerRecipient, callsPerRecipient * WAITING_FOR_EACH_RUNNING);
        lists = new CallLimit<>(Math.max(1, connections * 4 / 5 / CONNECTIONS_OF_A_LIST), Integer.MAX_VALUE);
    }

    /** A call about one recipient's items; fails with {@link TooManyCallsException} beyond the limit. */
    <T> Uni<T> call(Recipient recipient, Supplier<? extends Uni<? extends T>> body) {
        return ofRecipient.run(recipient, body);
    }

    /** The same for a list, which may wait for those of others. */
    <T> Uni<T> list(Recipient recipient, Supplier<? extends Uni<? extends T>> body) {
        return ofRecipient.run(recipient, lists, Listing.class, body);
    }
}
