package dev.notificationfeed.bench;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A secondary index, which the MongoDB stand-in lacks. It finds documents by one value, some values or a range of its first
 * field; the collection compares the other fields. Documents without that field are not indexed.
 */
final class OrderedIndex extends Index<Integer> {

    /** The operators that this index can use. */
    private static final Set<String> BOUNDS = Set.of("$gt", "$gte", "$lt", "$lte");

    private static final String ID = "_id";
    private static final String IN = "$in";
    private static final String AND = "$and";

    private final String field;
    /** Ordered by the value of the field, then by id. */
    private final NavigableMap<Object, Map<Object, Integer>> positions = new TreeMap<>(ValueComparator.asc());

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.field = keys.get(0).getKey();
    }

    @Override
    public boolean canHandle(Document query) {
        return conditions(query).isUseful();
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
        return conditions(query).find();
    }

    /** Whether the query asks for some values of the first field. */
    boolean findsSomeValues(Document query) {
        return !rest(query).equals(query);
    }

    /** The rest of the query, which the collection compares. */
    Document rest(Document query) {
        var rest = new Document();
        query.forEach((key, condition) -> {
            if (key.equals(AND)) {
                rest.put(
                        AND,
                        ((Collection<?>) condition)
                                .stream().map(part -> rest((Document) part)).toList());
            } else if (!key.equals(field) || !isSomeValues(condition)) {
                rest.put(key, condition);
            }
        });
        return rest;
    }

    private static boolean isSomeValues(Object condition) {
        return condition instanceof Document operators
                && operators.get(IN) instanceof Collection<?> values
                && !values.contains(null);
    }

    private Conditions conditions(Document query) {
        var conditions = new Conditions();
        conditions.addAll(query);
        return conditions;
    }

    @Override
    public void add(Document document, Integer position, MongoCollection<Integer> collection) {
        var value = value(document);
        if (value != null) {
            positions.computeIfAbsent(value, one -> new HashMap<>(2)).put(document.get(ID), position);
        }
    }

    @Override
    public Integer remove(Document document) {
        var position = getPosition(document);
        if (position != null) {
            positions.computeIfPresent(value(document), (value, theirs) -> {
                theirs.remove(document.get(ID));
                return theirs.isEmpty() ? null : theirs;
            });
        }
        return position;
    }

    @Override
    public Integer getPosition(Document document) {
        var value = value(document);
        return value == null ? null : positions.getOrDefault(value, Map.of()).get(document.get(ID));
    }

    @Override
    public void updateInPlace(Document before, Document after, Integer position, MongoCollection<Integer> collection) {
        remove(before);
        add(after, position, collection);
    }

    private Object value(Document document) {
        return Missing.isNullOrMissing(document.getOrMissing(field)) ? null : document.get(field);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {
        // it is not unique
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {
        // it is not unique
    }

    @Override
    public long getCount() {
        return positions.size();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        positions.clear();
    }

    /** The condition of a query on the first field. */
    private final class Conditions {

        private Collection<?> values;
        private final Map<String, Object> bounds = new HashMap<>();

        void addAll(Document query) {
            query.forEach((key, condition) -> {
                if (key.equals(AND)) {
                    ((Collection<?>) condition).forEach(part -> addAll((Document) part));
                } else if (key.equals(field)) {
                    add(condition);
                }
            });
        }

        private void add(Object condition) {
            if (!(condition instanceof Document operators)) {
                values = condition == null ? values : List.of(condition);
            } else if (isSomeValues(operators)) {
                values = (Collection<?>) operators.get(IN);
            } else {
                operators.forEach((operator, bound) -> {
                    if (BOUNDS.contains(operator)) {
                        bounds.put(operator, bound);
                    }
                });
            }
        }

        boolean isUseful() {
            return values != null || !bounds.isEmpty();
        }

        List<Integer> find() {
            var found = new ArrayList<Integer>();
            if (values != null) {
                values.stream()
                        .distinct()
                        .forEach(value -> found.addAll(
                                positions.getOrDefault(value, Map.of()).values()));
            } else {
                range().values().forEach(theirs -> found.addAll(theirs.values()));
            }
            return found;
        }

        private NavigableMap<Object, Map<Object, Integer>> range() {
            var range = positions;
            range = bounds.containsKey("$gt") ? range.tailMap(bounds.get("$gt"), false) : range;
            range = bounds.containsKey("$gte") ? range.tailMap(bounds.get("$gte"), true) : range;
            range = bounds.containsKey("$lt") ? range.headMap(bounds.get("$lt"), false) : range;
            return bounds.containsKey("$lte") ? range.headMap(bounds.get("$lte"), true) : range;
        }
    }
}
