package dev.notificationfeed.bench;

import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds and counts by indexes, as MongoDB does; the stand-in alone scans all documents. */
final class IndexedDatabase extends MemoryDatabase {

    private static final String AGGREGATE = "aggregate";

    private final Set<String> indexed = new HashSet<>();

    IndexedDatabase(String name, CursorRegistry cursors) {
        super(name, cursors);
    }

    @Override
    protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
        return new IndexedCollection(this, name, options, cursorRegistry);
    }

    /** One index replaces all indexes with the same first field, because it covers only that field. */
    @Override
    protected Index<Integer> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        boolean isFirstOfItsField = indexed.add(collection + " " + keys.get(0).getKey());
        return isFirstOfItsField ? new OrderedIndex(name, keys, sparse) : new EmptyIndex<>(name, keys);
    }

    /** Drivers count with a three-stage pipeline, for which the stand-in uses no index; a plain count uses one. */
    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        if (!command.equals(AGGREGATE) || !isCount(stages(query))) {
            return super.handleCommand(channel, command, query, databases, oplog);
        }
        var count = new Document("count", query.get(AGGREGATE));
        for (var stage : stages(query)) {
            stage.forEach((operator, operand) -> {
                switch (operator) {
                    case "$match" -> count.put("query", operand);
                    case "$skip", "$limit" -> count.put(operator.substring(1), operand);
                    default -> {}
                }
            });
        }
        var counted = super.handleCommand(channel, "count", count, databases, oplog);
        var group = new Document("_id", 1).append("n", counted.get("n"));
        var cursor = new Document("id", 0L)
                .append("ns", getDatabaseName() + "." + query.get(AGGREGATE))
                .append("firstBatch", List.of(group));
        return new Document("cursor", cursor).append("ok", 1.0);
    }

    private static boolean isCount(List<Document> stages) {
        var countingAll = new Document("_id", 1).append("n", new Document("$sum", 1));
        return stages.size() > 1
                && stages.get(0).containsKey("$match")
                && countingAll.equals(stages.get(stages.size() - 1).get("$group"));
    }

    private static List<Document> stages(Document query) {
        return ((Collection<?>) query.get("pipeline"))
                .stream().map(Document.class::cast).toList();
    }
}
