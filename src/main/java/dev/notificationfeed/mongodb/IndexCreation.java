package dev.notificationfeed.mongodb;

import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Creates missing indexes: as soon as MongoDB is available, and again after one was dropped. It checks every few seconds as
 * long as the process runs. Some compatible servers acknowledge an index and do not list it, or list it with other options:
 * such an index is reported once and created again only now and then.
 */
@Singleton
final class IndexCreation {

    private static final Logger LOG = Logger.getLogger(IndexCreation.class);

    private static final int RUNS_UNTIL_NEXT_ATTEMPT = 60;

    private final NotificationRepository repository;
    private final Duration interval;
    /** Acknowledged by the server and not listed. One run at a time uses these fields. */
    private final Set<Index> unlisted = EnumSet.noneOf(Index.class);

    private int runsWithUnlisted;
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
        return missing().map(this::withoutUnlisted).flatMap(this::create);
    }

    private Uni<List<Index>> missing() {
        return Uni.createFrom()
                .deferred(() ->
                        repository.mongoCollection().listIndexes().collect().asList())
                .map(Index::missingFrom);
    }

    private List<Index> withoutUnlisted(List<Index> missing) {
        unlisted.retainAll(missing);
        if (unlisted.isEmpty()) {
            runsWithUnlisted = 0;
            return missing;
        }
        if (++runsWithUnlisted == 1) {
            LOG.warnf("indexes were acknowledged but are not listed, the server may lack them indexes=%s", unlisted);
        }
        return runsWithUnlisted % RUNS_UNTIL_NEXT_ATTEMPT == 0
                ? missing
                : missing.stream().filter(index -> !unlisted.contains(index)).toList();
    }

    private Uni<List<Index>> create(List<Index> missing) {
        return missing.isEmpty()
                ? Uni.createFrom().item(missing)
                : repository
                        .mongoCollection()
                        .createIndexes(missing.stream().map(Index::model).toList())
                        .chain(this::missing)
                        .invoke(unlisted::addAll)
                        .replaceWith(missing);
    }

    private boolean report(List<Index> created, Throwable failure) {
        if (failure != null && !failing) {
            LOG.warnf("indexes cannot be created yet reason=\"%s\"", ErrorCodes.describe(failure));
        } else if (failure == null && !created.isEmpty() && runsWithUnlisted == 0) {
            LOG.infof("indexes created indexes=%s", created);
        }
        failing = failure != null;
        return failing;
    }
}
