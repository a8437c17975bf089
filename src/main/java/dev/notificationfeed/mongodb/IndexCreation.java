package dev.notificationfeed.mongodb;

import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Creates missing indexes: as soon as MongoDB is available, and again after one was dropped. It checks every few seconds as
 * long as the process runs.
 */
@Singleton
final class IndexCreation {

    private static final Logger LOG = Logger.getLogger(IndexCreation.class);

    private final NotificationRepository repository;
    private final Duration interval;
    private boolean failing;
    private PeriodicTask task = PeriodicTask.none();

    IndexCreation(NotificationRepository repository, StoreConfig config) {
        this.repository = repository;
        this.interval = config.indexInterval();
    }

    void start(@Observes StartupEvent started) {
        task = PeriodicTask.start(
                "index-creation",
                interval,
                () -> createMissing().onItemOrFailure().transform(this::report));
    }

    @PreDestroy
    void stop() {
        task.stop();
    }

    /**
     * Has no timeout of its own: an index on a large collection takes long to build, and the timeouts of the client detect a
     * server that is gone.
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
