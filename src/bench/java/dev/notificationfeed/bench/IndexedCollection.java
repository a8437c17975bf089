package dev.notificationfeed.bench;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * A collection that does not compare again what the index has matched. Without it, the MongoDB stand-in would compare the
 * field of each document found with all values of an {@code $in}, one after the other.
 */
final class IndexedCollection extends MemoryCollection {

    private final List<OrderedIndex> indexes = new ArrayList<>();

    IndexedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
        super(database, name, options, cursors);
    }

    @Override
    public void addIndex(Index<Integer> index) {
        super.addIndex(index);
        if (index instanceof OrderedIndex ordered) {
            indexes.add(ordered);
        }
    }

    @Override
    protected QueryResult queryDocuments(
            Document query, Document order, int skip, int limit, int batchSize, Document projection) {
        for (var index : indexes) {
            if (index.findsSomeValues(query)) {
                return matchDocuments(
                        index.rest(query), index.getPositions(query), order, skip, limit, batchSize, projection);
            }
        }
        return super.queryDocuments(query, order, skip, limit, batchSize, projection);
    }
}
