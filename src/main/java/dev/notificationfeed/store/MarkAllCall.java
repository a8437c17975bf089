package dev.notificationfeed.store;

import java.util.concurrent.atomic.AtomicInteger;
import org.bson.types.ObjectId;

/** One call that marks all items, with what its first attempt did if an election has interrupted that. */
final class MarkAllCall {

    private final String changeSet = new ObjectId().toHexString();
    private final AtomicInteger changed = new AtomicInteger();
    private volatile boolean ofMany;

    /** The same for each attempt. */
    String changeSet() {
        return changeSet;
    }

    /** From now on the document that stands for many changes may exist, so every attempt must publish it. */
    void beginMany() {
        ofMany = true;
    }

    boolean isOfMany() {
        return ofMany;
    }

    void addChanged(long items) {
        changed.addAndGet(Math.toIntExact(items));
    }

    /** The items that all attempts have changed as many; what an attempt changed without an answer is not known. */
    int changed() {
        return changed.get();
    }
}
