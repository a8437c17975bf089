package dev.notificationfeed.journey;

import java.util.List;
import java.util.Random;

/** Random actions of a person in one tab, in an order determined by the seed. Not thread-safe. */
final class RandomMarks {

    private static final List<String> MARKS = List.of("mark-read", "mark-read", "mark-unread", "archive");

    private final Random random;
    private final Person person;
    private final List<String> items;
    private final ServiceProcess replica;

    /** @param items the ids of existing items; the collection grows during the run */
    RandomMarks(long seed, Person person, List<String> items, ServiceProcess replica) {
        this.random = new Random(seed);
        this.person = person;
        this.items = items;
        this.replica = replica;
    }

    /** Performs the next action; returns the HTTP status. */
    int next() {
        if (items.isEmpty() || random.nextInt(40) == 0) {
            return person.markAllRead(replica);
        }
        var item = items.get(random.nextInt(items.size()));
        return person.mark(replica, item, MARKS.get(random.nextInt(MARKS.size())));
    }
}
