package dev.notificationfeed.mongodb;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The collections beside the items, and their indexes. They stay small, so a missing index makes nothing slow enough to be
 * unready for; creating one that exists changes nothing.
 */
@Singleton
public final class SmallCollections {

    /** Changes whose item has not come. */
    public static final String EARLY_CHANGES = "early-changes";

    /** Erased recipients, by a keyed hash. */
    public static final String ERASURES = "erasures";

    /** One document for each setting that all replicas share. */
    public static final String SETTINGS = "settings";

    private static final Logger LOG = Logger.getLogger(SmallCollections.class);

    /** Each run is one command for each collection. */
    private static final int INTERVALS_BETWEEN_RUNS = 12;

    private static final Map<String, List<IndexModel>> INDEXES = Map.of(
            EARLY_CHANGES,
            List.of(index("item"), index("until"), index("recipient")),
            ERASURES,
            List.of(new IndexModel(
                    Indexes.ascending(Fields.REMOVE_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))));

    private final NotificationRepository repository;
    private final Duration interval;
    private PeriodicTask task = PeriodicTask.none();

    SmallCollections(NotificationRepository repository, StoreConfig config) {
        this.repository = repository;
        this.interval = config.indexInterval();
    }

    void start(@Observes StartupEvent started) {
        task = PeriodicTask.start(
                "small-index-creation",
                interval.multipliedBy(INTERVALS_BETWEEN_RUNS),
                () -> createIndexes()
                        .onFailure()
                        .invoke(failure -> LOG.debugf(
                                "indexes of small collections cannot be created yet reason=\"%s\"",
                                ErrorCodes.describe(failure)))
                        .onFailure()
                        .retry()
                        .withBackOff(interval, interval)
                        .indefinitely());
    }

    @PreDestroy
    void stop() {
        task.stop();
    }

    Uni<Void> createIndexes() {
        return Uni.createFrom().deferred(this::createAll);
    }

    private Uni<Void> createAll() {
        return Multi.createFrom()
                .iterable(INDEXES.entrySet())
                .onItem()
                .transformToUniAndConcatenate(indexes -> repository
                        .mongoDatabase()
                        .getCollection(indexes.getKey())
                        .createIndexes(indexes.getValue()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static IndexModel index(String field) {
        return new IndexModel(Indexes.ascending(field));
    }
}
