package dev.notificationfeed.journey;

import java.util.List;
import java.util.Random;

/** What a person may do in one tab, in an order that the seed decides. Used by one thread. */
final class RandomMarks {

    private static final List<String> MARKS = List.of("mark-read", "mark-read", "mark-unread", "archive");

    private final Random random;
    private final Person person;
    private final List<String> items;
    private final ServiceProcess replica;

    /** @param items what exists, growing meanwhile */
    RandomMarks(long seed, Person person, List<String> items, ServiceProcess replica) {
        this.random = new Random(seed);
        this.person = person;
        this.items = items;
        this.replica = replica;
    }

    /** Does one thing more; answers the status. */
    int next() {
        if (items.isEmpty() || random.nextInt(40) == 0) {
            return person.markAllRead(replica);
        }
        var item = items.get(random.nextInt(items.size()));
        return person.mark(replica, item, MARKS.get(random.nextInt(MARKS.size())));
    }
}
