package dev.notificationfeed.feed;

/**
 * A map from long to long that costs 22 to 43 bytes for each item: open addressing in two arrays, which double when they
 * are three quarters full. It removes nothing. Zero is no value.
 */
final class VersionTable {

    private static final int INITIAL_SLOTS = 1024;

    private long[] keys = new long[INITIAL_SLOTS];
    private long[] values = new long[INITIAL_SLOTS];
    private int size;

    int size() {
        return size;
    }

    /** The value; 0 if the key has none. */
    long get(long key) {
        return values[slot(key)];
    }

    void put(long key, long value) {
        int slot = slot(key);
        if (values[slot] == 0 && ++size > keys.length / 4 * 3) {
            grow();
            slot = slot(key);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** The slot of the key, or the free one where it belongs. Keys are random, so their lowest bits are a good hash. */
    private int slot(long key) {
        int slot = (int) key & (keys.length - 1);
        while (values[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
