package dev.notificationfeed.bench;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * The MongoDB-compatible server of the embedded stack in its own process, with secondary indexes. It counts the commands
 * that it receives.
 */
final class StoreServer {

    private StoreServer() {}

    /**
     * Runs until the parent process ends.
     *
     * @param args port, and {@link ControlEndpoint} port, which answers the number of commands by name
     */
    public static void main(String[] args) throws IOException {
        SilentLogging.on();
        var backend = new CountingBackend();
        new MongoServer(backend).bind("127.0.0.1", Integer.parseInt(args[0]));
        ControlEndpoint.serve(Integer.parseInt(args[1]), backend::counts);
    }

    private static final class CountingBackend extends MemoryBackend {

        private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

        @Override
        public Document handleMessage(MongoMessage message) {
            var command = message.getDocument().entrySet().iterator().next();
            counts.computeIfAbsent(command.getKey() + " " + command.getValue(), name -> new LongAdder())
                    .increment();
            return super.handleMessage(message);
        }

        @Override
        public MemoryDatabase openOrCreateDatabase(String name) {
            return new IndexedDatabase(name, getCursorRegistry());
        }

        private String counts() {
            return counts.entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue().sum() + "\n")
                    .collect(Collectors.joining());
        }
    }
}
