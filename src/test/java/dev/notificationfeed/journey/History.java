package dev.notificationfeed.journey;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Generates events for some recipients and keeps the expected final state. One in fifty is invalid; some change or withdraw
 * the item created before them; the rest create items.
 */
final class History {

    private static final String SOURCE = "/history";
    private static final List<String> BAD = Events.contractSamples("bad").toList();

    private final List<String> recipients;
    private final Map<String, Map<String, Seen>> items = new HashMap<>();
    private final List<CompletableFuture<RecordMetadata>> valid = new ArrayList<>();
    private final List<CompletableFuture<RecordMetadata>> invalid = new ArrayList<>();
    private final int changesEvery;
    private int sent;

    /**
     * @param recipients the number of recipients
     * @param changesEvery one change and one withdrawal per this number of events; fifty or a multiple of it
     */
    History(int recipients, int changesEvery) {
        this.changesEvery = changesEvery;
        this.recipients =
                IntStream.range(0, recipients).mapToObj(i -> "person-" + i).toList();
        this.recipients.forEach(recipient -> items.put(recipient, new HashMap<>()));
    }

    List<String> recipients() {
        return recipients;
    }

    /** Sends a number of further events, without waiting for Kafka. */
    void send(Upstream upstream, int events) {
        for (int last = sent + events; sent < last; sent++) {
            sendNext(upstream);
        }
    }

    /** All events of a round belong to one recipient, so that a change follows the creation of its item. */
    private void sendNext(Upstream upstream) {
        var recipient = recipients.get(sent / 50 % recipients.size());
        int place = sent % 50;
        if (place == 49) {
            invalid.add(upstream.send(recipient, Events.contract("bad/" + BAD.get(sent / 50 % BAD.size()))));
        } else if (sent % changesEvery == 3) {
            valid.add(upstream.send(changed(recipient)));
        } else if (sent % changesEvery == 7) {
            valid.add(upstream.send(withdrawn(recipient)));
        } else {
            valid.add(upstream.send(created(recipient)));
        }
    }

    private SampleEvent created(String recipient) {
        expect(recipient, sent, new Seen(1, "UNREAD"));
        return Events.inApp(recipient, String.valueOf(sent)).with("source", SOURCE);
    }

    private SampleEvent changed(String recipient) {
        expect(recipient, sent - 1, new Seen(2, "READ"));
        return Events.statusChanged(
                        recipient, String.valueOf(sent), String.valueOf(sent - 1), "READ", "2025-09-10T08:00:00Z")
                .with("source", SOURCE);
    }

    private SampleEvent withdrawn(String recipient) {
        expect(recipient, sent - 1, new Seen(2, null));
        return Events.withdrawn(recipient, String.valueOf(sent), String.valueOf(sent - 1))
                .with("source", SOURCE);
    }

    private void expect(String recipient, int event, Seen last) {
        items.get(recipient)
                .put(NotificationId.derivedFrom(SOURCE, String.valueOf(event)).value(), last);
    }

    /** The last state of each item, by recipient and id. */
    Map<String, Map<String, Seen>> states() {
        return Collections.unmodifiableMap(items);
    }

    /** The last state of each item of a recipient, by id. */
    Map<String, Seen> of(String recipient) {
        return Collections.unmodifiableMap(items.get(recipient));
    }

    /** The expected final number of unread items of a recipient. */
    int unreadOf(String recipient) {
        return (int) items.get(recipient).values().stream()
                .filter(item -> "UNREAD".equals(item.status()))
                .count();
    }

    /** The expected final number of items, including withdrawn ones. */
    int size() {
        return items.values().stream().mapToInt(Map::size).sum();
    }

    /** The positions of the invalid events. Waits until Kafka has acknowledged all. */
    Set<String> invalidEventPositions() {
        valid.forEach(CompletableFuture::join);
        var positions = new HashSet<String>();
        invalid.forEach(sending ->
                positions.add(sending.join().partition() + "-" + sending.join().offset()));
        return positions;
    }
}
