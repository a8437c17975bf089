package dev.notificationfeed.mongodb;

import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.health.Finding;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether every declared index exists. Creates nothing: that is {@link IndexCreation}'s job. */
@ApplicationScoped
class IndexCheck implements DependencyCheck {

    private final NotificationRepository repository;
    private final Duration timeout;

    IndexCheck(NotificationRepository repository, StoreConfig config) {
        this.repository = repository;
        this.timeout = config.checkTimeout();
    }

    @Override
    public String name() {
        return "mongodb-indexes";
    }

    @Override
    public String base() {
        return MongoCheck.NAME;
    }

    @Override
    public Uni<Finding> look() {
        return Uni.createFrom()
                .deferred(() ->
                        repository.mongoCollection().listIndexes().collect().asList())
                .map(Index::missingFrom)
                .map(IndexCheck::finding)
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(
                        () -> Finding.missing("MongoDB did not list the indexes within " + timeout.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> Finding.missing(ErrorCodes.inWords(failure)));
    }

    private static Finding finding(List<Index> missing) {
        if (missing.isEmpty()) {
            return Finding.present(Map.of("indexes", String.valueOf(Index.values().length)));
        }
        String names = missing.stream().map(Index::toString).collect(Collectors.joining(", "));
        return Finding.missing("collection " + NotificationDocument.COLLECTION + " has no index on " + names);
    }
}
