package dev.notificationfeed.mongodb;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * The indexes of the collection of items. An index for lists starts with {@code recipient} and ends with {@code _id}, like
 * the queries and their sort order.
 */
enum Index {
    BY_SENT_AT(new IndexOptions(), Fields.RECIPIENT, Fields.SENT_AT, Fields.ID),
    BY_STATUS(new IndexOptions(), Fields.RECIPIENT, Fields.STATUS, Fields.ID),
    BY_SUBJECT(new IndexOptions(), Fields.RECIPIENT, Fields.SUBJECT, Fields.ID),
    BY_CONTACT(new IndexOptions(), Fields.RECIPIENT, Fields.CONTACT, Fields.ID),
    /** For counts. */
    BY_TYPE(new IndexOptions(), Fields.RECIPIENT, Fields.TYPE, Fields.STATUS),
    /** For the outbox relay; small because few items have a pending publication. */
    DUE(new IndexOptions().sparse(true), Fields.PUBLISH_AT),
    /** Lets MongoDB remove items at their {@code removeAt}. */
    REMOVAL(new IndexOptions().expireAfter(0L, TimeUnit.SECONDS), Fields.REMOVE_AT);

    private static final String SPARSE = "sparse";
    private static final String EXPIRE_AFTER_SECONDS = "expireAfterSeconds";

    private final IndexOptions options;
    private final List<String> fields;

    Index(IndexOptions options, String... fields) {
        this.options = options;
        this.fields = List.of(fields);
    }

    IndexModel model() {
        return new IndexModel(Indexes.ascending(fields), options);
    }

    /** The indexes that are absent from a listing, or have other options there. */
    static List<Index> missingFrom(List<Document> listing) {
        return Arrays.stream(values())
                .filter(index -> listing.stream().noneMatch(index::isListedAs))
                .toList();
    }

    /** The fields and options, for operators. */
    @Override
    public String toString() {
        String special = options.isSparse() ? " sparse" : ttl() == null ? "" : " TTL " + ttl() + " s";
        return String.join("+", fields) + special;
    }

    private boolean isListedAs(Document listed) {
        return keys().equals(keys(listed.get("key", Document.class)))
                && options.isSparse() == listed.getBoolean(SPARSE, false)
                && sameTtl(listed.get(EXPIRE_AFTER_SECONDS, Number.class));
    }

    private boolean sameTtl(Number listed) {
        return listed == null ? ttl() == null : ttl() != null && listed.longValue() == ttl();
    }

    private Long ttl() {
        return options.getExpireAfter(TimeUnit.SECONDS);
    }

    private List<Map.Entry<String, Integer>> keys() {
        return fields.stream().map(field -> Map.entry(field, 1)).toList();
    }

    /** In order, which matters. Servers return numbers of different types. */
    private static List<Map.Entry<String, Integer>> keys(Document key) {
        return key.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), direction(entry.getValue())))
                .toList();
    }

    /** 0 for other kinds of indexes, such as text, whose value is no number. */
    private static int direction(Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }
}
