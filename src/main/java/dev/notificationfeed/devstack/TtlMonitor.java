package dev.notificationfeed.devstack;

import static com.mongodb.client.model.Filters.lte;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.util.Timer;
import java.util.TimerTask;
import org.bson.Document;
import org.jboss.logging.Logger;

/** Removes documents by the TTL indexes of a server, as MongoDB does itself. The embedded server keeps such indexes and ignores them. */
final class TtlMonitor implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TtlMonitor.class);
    private static final String AFTER_SECONDS = "expireAfterSeconds";

    private final MongoClient client;
    private final Timer timer = new Timer("ttl-monitor", true);

    private TtlMonitor(MongoClient client) {
        this.client = client;
    }

    static TtlMonitor start(String address, Duration every) {
        TtlMonitor monitor = new TtlMonitor(MongoClients.create(address));
        monitor.timer.schedule(monitor.new Run(), every.toMillis(), every.toMillis());
        return monitor;
    }

    private void removeDue() {
        for (String database : client.listDatabaseNames()) {
            for (String collection : client.getDatabase(database).listCollectionNames()) {
                removeDue(client.getDatabase(database).getCollection(collection));
            }
        }
    }

    private static void removeDue(MongoCollection<Document> collection) {
        for (Document index : collection.listIndexes()) {
            if (index.get(AFTER_SECONDS) instanceof Number seconds) {
                String field =
                        index.get("key", Document.class).keySet().iterator().next();
                collection.deleteMany(lte(field, Instant.now().minusSeconds(seconds.longValue())));
            }
        }
    }

    @Override
    public void close() {
        timer.cancel();
        client.close();
    }

    /** The server may stop at any time; the next run tries again. */
    private final class Run extends TimerTask {

        @Override
        public void run() {
            try {
                removeDue();
            } catch (MongoException | IllegalStateException e) {
                LOG.debug("due documents not removed", e);
            }
        }
    }
}
