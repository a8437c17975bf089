package dev.notificationfeed.journey;

import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A typical load: events arrive, people read their lists, mark items as read and follow their streams. It records what was
 * sent and acknowledged, so that a journey can compare it with the result.
 */
final class Load implements AutoCloseable {

    private static final int EVENTS_PER_SECOND = Scale.of(50, 200);
    private static final int READS_PER_SECOND = 5;
    private static final int MARKS_PER_SECOND = 5;
    private static final int RECIPIENTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client = Follower.client();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final List<ServiceProcess> replicas;
    private final Upstream upstream;
    private final List<String> recipients;
    private final Map<String, String> tokens;
    private final Map<String, Follower> followers;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> unsent = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final String source;
    private long events;

    /**
     * The result of a REST call.
     *
     * @param call {@code list} or {@code mark}
     * @param status the HTTP status; 0 if the connection failed
     * @param millis the duration
     */
    record Answer(String call, int status, long millis) {

        private static final long PROMISED_MILLIS = 3000;

        /** Whether the response came within the promised time. On an overloaded machine some do not. */
        boolean isAtOnce() {
            return millis < PROMISED_MILLIS;
        }
    }

    /** Starts once all followers are connected, because earlier events are on no stream. The replicas must be ready. */
    Load(String name, Backend backend, ServiceProcess... replicas) {
        this.replicas = List.of(replicas);
        source = "/" + name;
        upstream = new Upstream(backend.kafka().address());
        recipients =
                IntStream.range(0, RECIPIENTS).mapToObj(i -> name + "-" + i).toList();
        tokens = recipients.stream().collect(Collectors.toMap(recipient -> recipient, backend::token));
        List<URI> streams = this.replicas.stream().map(ServiceProcess::streams).toList();
        followers = recipients.stream()
                .collect(Collectors.toMap(
                        recipient -> recipient, recipient -> new Follower(client, streams, tokens.get(recipient))));
        await().atMost(PATIENCE).until(() -> followers.values().stream().allMatch(follower -> follower.opened() > 0));
        atRate(EVENTS_PER_SECOND, this::publish);
        atRate(READS_PER_SECOND, this::read);
        atRate(MARKS_PER_SECOND, this::mark);
    }

    private void atRate(int perSecond, Runnable call) {
        clock.scheduleAtFixedRate(call, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void publish() {
        var recipient = recipients.get((int) (events % RECIPIENTS));
        var id = "event-" + events++;
        sent.add(NotificationId.derivedFrom(source, id).value());
        upstream.send(Events.inApp(recipient, id).with("source", source)).whenComplete((where, failure) -> {
            if (failure != null) {
                unsent.add(failure);
            }
        });
    }

    private void read() {
        var recipient = anyone();
        ask("list", request(recipient, "/api/notifications?size=20").GET());
    }

    private void mark() {
        var recipient = anyone();
        followers.get(recipient).items().entrySet().stream()
                .filter(item -> "UNREAD".equals(item.getValue().status()))
                .findAny()
                .ifPresent(item -> ask(
                        "mark",
                        request(recipient, "/api/notifications/" + item.getKey() + "/mark-read")
                                .PUT(BodyPublishers.noBody())));
    }

    private String anyone() {
        return recipients.get(ThreadLocalRandom.current().nextInt(RECIPIENTS));
    }

    private HttpRequest.Builder request(String recipient, String path) {
        var replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
        return HttpRequest.newBuilder(URI.create(replica.url(path)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.get(recipient));
    }

    private void ask(String call, HttpRequest.Builder request) {
        long start = System.nanoTime();
        client.sendAsync(request.build(), BodyHandlers.discarding())
                .whenComplete((answer, failure) -> answers.add(new Answer(
                        call,
                        failure == null ? answer.statusCode() : 0,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))));
    }

    /** Stops new calls and events; pending calls still complete. Waits until Kafka has acknowledged all events. */
    void stop() {
        clock.shutdown();
        try {
            clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        upstream.flush();
    }

    /** The ids of the items that the events sent so far create. */
    Set<String> sent() {
        return Set.copyOf(sent);
    }

    /** The errors of events that could not be sent. */
    List<Throwable> unsent() {
        return List.copyOf(unsent);
    }

    /** Returns the results of REST calls so far, and clears them. */
    List<Answer> takeAnswers() {
        var taken = new ArrayList<Answer>();
        for (var next = answers.poll(); next != null; next = answers.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** The followers by recipient. */
    Map<String, Follower> followers() {
        return followers;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        upstream.close();
        followers.values().forEach(Follower::close);
    }
}
