package dev.notificationfeed.mongodb;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks that every declared index exists. {@link IndexCreation} creates them. */
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
    public Uni<CheckResult> check() {
        return Uni.createFrom()
                .deferred(() ->
                        repository.mongoCollection().listIndexes().collect().asList())
                .map(Index::missingFrom)
                .map(IndexCheck::result)
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() ->
                        CheckResult.missing("MongoDB did not list the indexes within " + timeout.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> CheckResult.missing(ErrorCodes.describe(failure)));
    }

    private static CheckResult result(List<Index> missing) {
        if (missing.isEmpty()) {
            return CheckResult.present(Map.of("indexes", String.valueOf(Index.values().length)));
        }
        String names = missing.stream().map(Index::toString).collect(Collectors.joining(", "));
        return CheckResult.missing("collection " + NotificationDocument.COLLECTION + " has no index on " + names);
    }
}
