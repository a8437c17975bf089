package dev.notificationfeed.store;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A MongoDB-compatible server that can hang or give a faulty reply to a command. */
public final class FaultyMongo implements AutoCloseable {

    private final FaultyBackend data = new FaultyBackend();
    private final MongoServer server = new MongoServer(data);
    private final MongoServer secondServer = new MongoServer(data);
    private final String address;
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile UnaryOperator<Document> fault = command -> null;
    private volatile boolean executing;

    public FaultyMongo() {
        address = server.bindAndGetConnectionString();
    }

    public String connectionString() {
        return address;
    }

    /**
     * Another server with the same data, for a client that acts while a thread of the first server waits in {@link #beforeNext}.
     */
    public String secondConnectionString() {
        return secondServer.getLocalAddress() == null
                ? secondServer.bindAndGetConnectionString()
                : secondServer.getConnectionString();
    }

    public int port() {
        return server.getLocalAddress().getPort();
    }

    /** Gives no more replies until it is closed. */
    public void hang() {
        hanging = new CountDownLatch(1);
    }

    /** Gives this reply to every such command. */
    public void answer(String command, Document reply) {
        fault = document -> document.keySet().iterator().next().equals(command) ? reply : null;
    }

    /** Gives this reply to every command on a collection. */
    public void answerAll(Document reply) {
        fault = document -> document.values().iterator().next() instanceof String ? reply : null;
    }

    /** Replies normally to the given number of such commands, then gives this reply. */
    public void answerAfter(int times, String command, Document reply) {
        AtomicInteger left = new AtomicInteger(times);
        fault = document ->
                document.keySet().iterator().next().equals(command) && left.getAndDecrement() <= 0 ? reply : null;
    }

    /** Gives this reply to the next such command only, which the server does not see. */
    public void answerOnce(String command, Document reply) {
        AtomicInteger left = new AtomicInteger(1);
        fault = document ->
                document.keySet().iterator().next().equals(command) && left.getAndDecrement() > 0 ? reply : null;
    }

    /** Replies normally to the given number of such commands, gives this reply once, then replies normally again. */
    public void answerOnceAfter(int times, String command, Document reply) {
        AtomicInteger left = new AtomicInteger(times);
        fault = document ->
                document.keySet().iterator().next().equals(command) && left.getAndDecrement() == 0 ? reply : null;
    }

    /** Executes the next such command and gives this reply, as if the true one were lost. */
    public void loseReplyOnce(String command, Document reply) {
        answerOnce(command, reply);
        executing = true;
    }

    /** Calls an action once, before the next such command is executed. */
    public void beforeNext(String command, Runnable action) {
        AtomicBoolean called = new AtomicBoolean();
        fault = document -> {
            if (document.keySet().iterator().next().equals(command) && !called.getAndSet(true)) {
                action.run();
            }
            return null;
        };
    }

    /** Replies normally again. */
    public void recover() {
        fault = command -> null;
        executing = false;
    }

    /** Replies to each insert with an error for the document at the index, and stores none. */
    public void refuseInsert(int index, int code) {
        Document error = new Document("index", index).append("code", code).append("errmsg", "quotes the document");
        answer("insert", new Document("ok", 1).append("n", 0).append("writeErrors", List.of(error)));
    }

    @Override
    public void close() {
        hanging.countDown();
        server.shutdownNow();
        secondServer.shutdownNow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class FaultyBackend extends MemoryBackend {

        @Override
        public Document handleMessage(MongoMessage message) {
            awaitQuietly(hanging);
            Document reply = fault.apply(message.getDocument());
            if (reply == null) {
                return super.handleMessage(message);
            }
            if (executing) {
                super.handleMessage(message);
            }
            return reply;
        }
    }
}
