package dev.notificationfeed.mongodb;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Creates the declared indexes as soon as MongoDB is there, and again when one is gone: a look every few seconds for as
 * long as the process lives.
 */
@Singleton
final class IndexCreation {

    private static final Logger LOG = Logger.getLogger(IndexCreation.class);

    private final NotificationRepository repository;
    private final Duration interval;
    private boolean failing;
    private Cancellable looking;

    IndexCreation(NotificationRepository repository, StoreConfig config) {
        this.repository = repository;
        this.interval = config.indexInterval();
    }

    void start(@Observes StartupEvent started) {
        looking = Multi.createFrom()
                .ticks()
                .every(interval)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(
                        tick -> createMissing().onItemOrFailure().transform(this::report))
                .subscribe()
                .with(tick -> {});
    }

    @PreDestroy
    void stop() {
        if (looking != null) {
            looking.cancel();
        }
    }

    /**
     * No time limit of our own: to build an index on a large collection takes as long as it takes, and the client's
     * time-outs see to a server that went away.
     */
    Uni<List<Index>> createMissing() {
        return Uni.createFrom()
                .deferred(() ->
                        repository.mongoCollection().listIndexes().collect().asList())
                .map(Index::missingFrom)
                .flatMap(this::create);
    }

    private Uni<List<Index>> create(List<Index> missing) {
        return missing.isEmpty()
                ? Uni.createFrom().item(missing)
                : repository
                        .mongoCollection()
                        .createIndexes(missing.stream().map(Index::model).toList())
                        .replaceWith(missing);
    }

    private boolean report(List<Index> created, Throwable failure) {
        if (failure != null && !failing) {
            LOG.warnf("indexes cannot be created yet reason=\"%s\"", ErrorCodes.describe(failure));
        } else if (failure == null && !created.isEmpty()) {
            LOG.infof("indexes created indexes=%s", created);
        }
        failing = failure != null;
        return failing;
    }
}
