package dev.notificationfeed.stream;

import dev.notificationfeed.feed.FeedRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The unread items of one recipient: read from the store, then updated by the feed until the next answer of the store
 * replaces them. The higher version of an item wins, because the store and the feed can overtake each other. A set beyond
 * its bound keeps no items, and counts as its bound until the store has fewer.
 */
final class UnreadSet {

    /** A question to the store, with the records that arrived after it was asked: the answer may be older than they are. */
    static final class Question {
        private final Map<String, FeedRecord> since = new HashMap<>();
    }

    private final int most;

    /** By item. Negative for an item that is not unread any more, so that an older record does not bring it back. */
    private Map<String, Long> versions = new HashMap<>();

    /** Items in which the last answer differed from the feed, and that no record has explained since. */
    private Set<String> unexplained = Set.of();

    private int count;
    private boolean tooMany;
    private boolean loaded;
    private Question question;

    /** @param most the maximum number of items */
    UnreadSet(int most) {
        this.most = most;
    }

    /** The store is about to be asked. The answer to an earlier question is not wanted any more. */
    synchronized Question ask() {
        question = new Question();
        return question;
    }

    /** Whether the answer to the question is still wanted: not after {@link #forget}. */
    synchronized boolean awaits(Question asked) {
        return question != null && question == asked;
    }

    /** The store did not answer. */
    synchronized void giveUp(Question asked) {
        if (awaits(asked)) {
            question = null;
        }
    }

    /**
     * Takes the store's answer if it is still wanted.
     *
     * @return whether the set was wrong: it differed from the answer before this one, and no record said why
     */
    synchronized boolean answer(Question asked, StoredUnread stored) {
        if (!awaits(asked)) {
            return false;
        }
        question = null;
        boolean wrong = !unexplained.isEmpty();
        boolean comparable = loaded && !tooMany && !stored.tooMany();
        Map<String, Long> before = versions;
        replaceBy(stored);
        unexplained = comparable ? differences(before, asked.since) : Set.of();
        asked.since.values().forEach(this::apply);
        asked.since.clear();
        return wrong;
    }

    private void replaceBy(StoredUnread stored) {
        versions = new HashMap<>();
        stored.versions().forEach((id, version) -> versions.put(id.value(), version));
        count = versions.size();
        tooMany = stored.tooMany();
        loaded = true;
    }

    /** The answer may be older than a record since the question, so it says nothing about that record's version. */
    private Set<String> differences(Map<String, Long> before, Map<String, FeedRecord> since) {
        Set<String> differing = new HashSet<>();
        versions.keySet().stream().filter(id -> !isUnread(before.get(id))).forEach(differing::add);
        before.forEach((id, version) -> {
            boolean isOlder = !since.containsKey(id) || since.get(id).version() < version;
            if (isOlder && isUnread(version) && versions.putIfAbsent(id, -version) == null) {
                differing.add(id);
            }
        });
        return differing;
    }

    /** Applies a record of the feed. */
    synchronized void apply(FeedRecord record) {
        if (question != null) {
            question.since.merge(record.itemId(), record, UnreadSet::newer);
        }
        if (loaded) {
            if (!unexplained.isEmpty()) {
                unexplained.remove(record.itemId());
            }
            if (!tooMany) {
                follow(record);
            }
        }
    }

    private static FeedRecord newer(FeedRecord one, FeedRecord other) {
        return one.version() > other.version() ? one : other;
    }

    private void follow(FeedRecord record) {
        Long known = versions.get(record.itemId());
        if (known != null && (Math.abs(known) > record.version() || known == -record.version())) {
            return;
        }
        versions.put(record.itemId(), record.unread() ? record.version() : -record.version());
        count += (record.unread() ? 1 : 0) - (isUnread(known) ? 1 : 0);
        if (count > most) {
            versions = new HashMap<>();
            unexplained = Set.of();
            tooMany = true;
        } else if (versions.size() > 2 * most) {
            versions.values().removeIf(version -> !isUnread(version));
        }
    }

    private static boolean isUnread(Long version) {
        return version != null && version > 0;
    }

    /** The set may be wrong and must be loaded again. The old number stays until then. */
    synchronized void forget() {
        loaded = false;
        question = null;
        unexplained = Set.of();
    }

    /** The person was erased: empties the set, which must be loaded again. */
    synchronized void forgetAll() {
        forget();
        versions = new HashMap<>();
        count = 0;
        tooMany = false;
    }

    synchronized boolean isLoaded() {
        return loaded;
    }

    /** The number of unread items, up to the bound; meaningful once loaded. */
    synchronized int size() {
        return tooMany ? most : count;
    }
}
