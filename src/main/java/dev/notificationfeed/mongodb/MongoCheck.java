package dev.notificationfeed.mongodb;

import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.health.Finding;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.bson.Document;

/** Whether a MongoDB server that takes writes answers. Creates nothing. */
@ApplicationScoped
class MongoCheck implements DependencyCheck {

    static final String NAME = "mongodb";

    /** The older name of {@code hello}: every server knows it, because every driver opens its first connection with it. */
    private static final Document HELLO = new Document("isMaster", 1);

    private final NotificationRepository repository;
    private final Duration timeout;

    MongoCheck(NotificationRepository repository, StoreConfig config) {
        this.repository = repository;
        this.timeout = config.checkTimeout();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<Finding> look() {
        return Uni.createFrom()
                .deferred(() -> repository.mongoDatabase().runCommand(HELLO))
                .map(MongoCheck::finding)
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(() -> Finding.missing(
                        "no MongoDB server that takes writes answered within " + timeout.toMillis() + " ms"))
                .onFailure()
                .recoverWithItem(failure -> Finding.missing(ErrorCodes.inWords(failure)));
    }

    private static Finding finding(Document hello) {
        Map<String, String> data = Map.of(
                "replicaSet", hello.get("setName", "none"), "wireVersion", String.valueOf(hello.get("maxWireVersion")));
        return hello.getBoolean("ismaster", false)
                ? Finding.present(data)
                : Finding.missing("the MongoDB server that answers takes no writes", data);
    }
}
