package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.in;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.InsertManyOptions;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.Removal;
import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.store.ChangeResult.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Stores new items by one unordered insert, except those that have reached the end of their retention already: they would be
 * announced and removed again, and stored anew when they are sent again. A duplicate id means that the event was seen before. The errors tell which
 * documents were not inserted; the count of inserted documents differs between servers.
 */
@Singleton
final class ItemInserter {

    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final NotificationRepository repository;
    private final Items items;
    private final ContentSanitizer sanitizer;
    private final EarlyTombstones tombstones;
    private final Guard guard;
    private final Clock clock;
    private final Duration retention;

    ItemInserter(
            NotificationRepository repository,
            Items items,
            ContentSanitizer sanitizer,
            EarlyTombstones tombstones,
            Guard guard,
            Clock clock,
            RetentionConfig retention) {
        this.repository = repository;
        this.items = items;
        this.sanitizer = sanitizer;
        this.tombstones = tombstones;
        this.guard = guard;
        this.clock = clock;
        this.retention = retention.sinceSent();
    }

    /** One result for each item, in the same order. */
    Uni<List<ChangeResult>> insert(List<Creation> creations) {
        Instant now = clock.instant();
        Map<Boolean, List<Creation>> byEnd = creations.stream().collect(partitioningBy(one -> hasEnded(one, now)));
        return insertCurrent(byEnd.get(false), now).map(results -> {
            Iterator<ChangeResult> inserted = results.iterator();
            return creations.stream()
                    .map(one -> hasEnded(one, now) ? ChangeResult.pastRetention(one) : inserted.next())
                    .toList();
        });
    }

    private boolean hasEnded(Creation creation, Instant now) {
        return Removal.isEndOfRetention(Removal.of(creation.sentAt(), creation.expiresAt(), retention), now);
    }

    private Uni<List<ChangeResult>> insertCurrent(List<Creation> creations, Instant now) {
        if (creations.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<NotificationDocument> documents =
                creations.stream().map(creation -> document(creation, now)).toList();
        return guard.guard("insert", () -> insertAll(documents))
                .flatMap(errors -> duplicates(documents, errors)
                        .flatMap(stored -> Multi.createFrom()
                                .range(0, creations.size())
                                .onItem()
                                .transformToUniAndConcatenate(i -> result(
                                        creations.get(i),
                                        documents.get(i),
                                        errors.get(i),
                                        stored.get(documents.get(i).id())))
                                .collect()
                                .asList()));
    }

    private NotificationDocument document(Creation creation, Instant now) {
        return NotificationDocument.of(creation, sanitizer.sanitize(creation.content()), now, retention);
    }

    /** The errors by document index. An error that is not about a single document is a failure. */
    private Uni<Map<Integer, BulkWriteError>> insertAll(List<NotificationDocument> documents) {
        return repository
                .mongoCollection()
                .insertMany(documents, UNORDERED)
                .map(inserted -> Map.<Integer, BulkWriteError>of())
                .onFailure(ItemInserter::isAboutSingleDocuments)
                .recoverWithItem(failure -> ((MongoBulkWriteException) failure)
                        .getWriteErrors().stream().collect(toMap(BulkWriteError::getIndex, identity())));
    }

    private static boolean isAboutSingleDocuments(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                && bulk.getWriteConcernError() == null
                && bulk.getWriteErrors().stream()
                        .mapToInt(BulkWriteError::getCode)
                        .allMatch(code -> ErrorCodes.isDuplicate(code) || ErrorCodes.isPermanent(code));
    }

    /** The stored documents of events that were seen before. */
    private Uni<Map<String, NotificationDocument>> duplicates(
            List<NotificationDocument> documents, Map<Integer, BulkWriteError> errors) {
        List<String> ids = errors.values().stream()
                .filter(error -> ErrorCodes.isDuplicate(error.getCode()))
                .map(error -> documents.get(error.getIndex()).id())
                .distinct()
                .toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : guard.guard("read-seen", () -> items.all(in(Fields.ID, ids), null, ids.size()))
                        .map(found -> found.stream().collect(toMap(NotificationDocument::id, identity())));
    }

    private Uni<ChangeResult> result(
            Creation creation, NotificationDocument document, BulkWriteError error, NotificationDocument stored) {
        if (error == null) {
            return Uni.createFrom()
                    .item(ChangeResult.applied(
                            creation, Outcome.STORED, Publications.current(document, clock.instant())));
        }
        if (!ErrorCodes.isDuplicate(error.getCode())) {
            return Uni.createFrom().item(ChangeResult.refused(creation, error.getCode()));
        }
        return stored != null && stored.isWithdrawnEarly()
                ? tombstones.meet(creation, document)
                : Uni.createFrom().item(ChangeResult.seenBefore(creation, stored, clock.instant()));
    }
}
