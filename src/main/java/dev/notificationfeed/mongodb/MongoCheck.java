package dev.notificationfeed.mongodb;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.health.DependencyConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import org.bson.Document;

/** Checks that a MongoDB server responds that accepts writes, and those of this service. */
@ApplicationScoped
public class MongoCheck implements DependencyCheck {

    public static final String NAME = "mongodb";

    /** The old name of {@code hello}, which every server supports because every driver uses it for its first connection. */
    private static final Document HELLO = new Document("isMaster", 1);

    private final NotificationRepository repository;
    private final Duration timeout;
    private final WriteProof write;

    MongoCheck(NotificationRepository repository, StoreConfig config) {
        this.repository = repository;
        this.timeout = config.checkTimeout();
        this.write = new WriteProof(timeout.dividedBy(2));
    }

    /** Stops the start if the timeouts do not fit. */
    void validate(@Observes StartupEvent started, StoreConfig store, DependencyConfig dependencies) {
        store.validateCheckTimeout(dependencies);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        return Uni.createFrom()
                .deferred(() -> repository.mongoDatabase().runCommand(HELLO))
                .chain(this::result)
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> CheckResult.missing(
                        "no MongoDB server that takes writes answered within " + timeout.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> CheckResult.missing(ErrorCodes.describe(failure)));
    }

    private Uni<CheckResult> result(Document hello) {
        Map<String, String> data = Map.of(
                "replicaSet", hello.get("setName", "none"), "wireVersion", String.valueOf(hello.get("maxWireVersion")));
        if (!hello.getBoolean("ismaster", hello.getBoolean("isWritablePrimary", false))) {
            return Uni.createFrom().item(CheckResult.missing("the MongoDB server that answers takes no writes", data));
        }
        return write.refusal(repository.mongoDatabase())
                .map(reason -> reason == null ? CheckResult.present(data) : CheckResult.missing(reason, data));
    }
}
