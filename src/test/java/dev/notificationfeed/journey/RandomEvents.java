package dev.notificationfeed.journey;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Random events about one person, in an order determined by the seed. Not thread-safe. */
final class RandomEvents {

    private static final List<String> IN_APP = List.of("UNREAD", "READ", "ARCHIVED");
    private static final List<String> EMAIL = List.of("PENDING", "SENT", "FAILED");

    private final Random random;
    private final Upstream upstream;
    private final String recipient;
    private final List<SampleEvent> sent = new ArrayList<>();
    private final List<SampleEvent> created = new ArrayList<>();
    private final List<String> items = new CopyOnWriteArrayList<>();

    RandomEvents(long seed, Upstream upstream, String recipient) {
        this.random = new Random(seed);
        this.upstream = upstream;
        this.recipient = recipient;
    }

    /** The ids of the in-app items so far; thread-safe. */
    List<String> items() {
        return items;
    }

    /** Sends the next event. */
    void next() {
        int kind = random.nextInt(100);
        if (created.isEmpty() || kind < 40) {
            create();
        } else if (kind < 65) {
            send(statusChanged(any(created)));
        } else if (kind < 75) {
            send(Events.withdrawn(recipient, nextId(), any(created).id()));
        } else {
            upstream.send(any(sent));
        }
    }

    private void create() {
        boolean email = random.nextInt(8) == 0;
        var event = email ? Events.email(recipient, nextId()) : Events.inApp(recipient, nextId());
        var now = Instant.now();
        if (random.nextInt(8) == 0) {
            event = event.with("data.sentAt", now.plus(aMoment()).toString());
        }
        if (random.nextInt(8) == 0) {
            event = event.with(
                    "data.expiresAt", now.plusSeconds(2).plus(aMoment()).toString());
        }
        send(event);
        created.add(event);
        if (!email) {
            items.add(NotificationId.derivedFrom(Events.SOURCE, event.id()).value());
        }
    }

    private SampleEvent statusChanged(SampleEvent item) {
        var type = item.field("data").path("type").asText();
        var status = any(type.equals("EMAIL") ? EMAIL : IN_APP);
        var since = Instant.now().minusMillis(random.nextInt(200));
        return Events.statusChanged(recipient, nextId(), item.id(), status, since.toString());
    }

    private void send(SampleEvent event) {
        upstream.send(event);
        sent.add(event);
    }

    private String nextId() {
        return recipient + "-" + sent.size();
    }

    private Duration aMoment() {
        return Duration.ofMillis(500 + random.nextInt(1_500));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
