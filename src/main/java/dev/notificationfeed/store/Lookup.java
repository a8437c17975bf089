package dev.notificationfeed.store;

import static com.mongodb.client.model.Projections.include;
import static java.util.stream.Collectors.toMap;

import com.mongodb.client.model.CountOptions;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.ForCallers;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads single items and unread counts, by one command each. */
@Singleton
final class Lookup {

    /** So many ids fit into one MongoDB reply of 16 MiB. */
    private static final int IDS_PER_REPLY = 100_000;

    private final NotificationRepository repository;
    private final Items items;
    private final Clock clock;

    Lookup(@ForCallers NotificationRepository repository, @ForCallers Items items, Clock clock) {
        this.repository = repository;
        this.items = items;
        this.clock = clock;
    }

    Uni<Notification> find(Recipient recipient, NotificationId id) {
        return items.one(Visibility.visible(recipient, id, clock.instant()))
                .onItem()
                .ifNotNull()
                .transform(NotificationDocument::toNotification);
    }

    Uni<Message> message(Recipient recipient, NotificationId id) {
        return repository.stream(Visibility.visible(recipient, id, clock.instant()))
                .toUni()
                .onItem()
                .ifNotNull()
                .transform(document -> new Message(document.subjectText(), document.content(), document.sentAt()));
    }

    Uni<Long> countUnread(Recipient recipient, int most) {
        return repository
                .mongoCollection()
                .countDocuments(Visibility.unread(recipient, clock.instant()), new CountOptions().limit(most));
    }

    Uni<UnreadItems> unread(Collection<Recipient> recipients, int most) {
        if (recipients.isEmpty()) {
            return Uni.createFrom().item(new UnreadItems(Map.of(), true));
        }
        return repository
                .mongoCollection()
                .find(Visibility.unread(recipients, clock.instant()), ids(most + 1))
                .collect()
                .asList()
                .map(documents -> new UnreadItems(byRecipient(recipients, documents), documents.size() <= most));
    }

    private static FindOptions ids(int limit) {
        return new FindOptions()
                .projection(include(Fields.RECIPIENT, Fields.VERSION))
                .batchSize(IDS_PER_REPLY)
                .limit(limit);
    }

    private static Map<Recipient, Map<NotificationId, Long>> byRecipient(
            Collection<Recipient> recipients, List<NotificationDocument> documents) {
        Map<Recipient, Map<NotificationId, Long>> unread =
                recipients.stream().distinct().collect(toMap(recipient -> recipient, recipient -> new HashMap<>()));
        documents.forEach(document ->
                unread.get(new Recipient(document.recipient())).put(document.notificationId(), document.version()));
        return unread;
    }
}
