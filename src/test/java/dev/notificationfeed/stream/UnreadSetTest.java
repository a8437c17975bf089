package dev.notificationfeed.stream;

import static dev.notificationfeed.feed.Feeds.created;
import static dev.notificationfeed.feed.Feeds.deleted;
import static dev.notificationfeed.feed.Feeds.read;
import static dev.notificationfeed.feed.Feeds.unreadAgain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.NotificationId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnreadSetTest {

    private static final NotificationId A = NotificationId.derivedFrom("/s", "a");
    private static final NotificationId B = NotificationId.derivedFrom("/s", "b");
    private static final NotificationId C = NotificationId.derivedFrom("/s", "c");

    private final UnreadSet unread = new UnreadSet(2);

    @Test
    void countsLoadedItemsAndAppliesTheFeed() {
        load(Map.of(A, 1L));

        unread.apply(created("ann", B.value(), 1));
        assertThat(unread.size()).isEqualTo(2);

        unread.apply(read("ann", A.value(), 2));
        unread.apply(deleted("ann", B.value(), 2));
        assertThat(unread.size()).isZero();
    }

    @Test
    void mergesTheAnswerWithRecordsThatArrivedAfterTheQuestion() {
        var question = unread.ask();
        unread.apply(read("ann", A.value(), 2));
        unread.apply(created("ann", B.value(), 1));

        unread.answer(question, StoredUnread.of(Map.of(A, 1L, C, 3L)));
        unread.apply(read("ann", C.value(), 4));

        assertThat(unread.size()).isEqualTo(1);
    }

    @Test
    void ignoresRecordOlderThanTheLoadedVersion() {
        load(Map.of(A, 3L));

        unread.apply(read("ann", A.value(), 2));

        assertThat(unread.size()).isEqualTo(1);
    }

    @Test
    void countsItemOnceThatIsMarkedUnreadAgain() {
        load(Map.of(A, 1L));

        unread.apply(read("ann", A.value(), 2));
        unread.apply(unreadAgain("ann", A.value(), 3));
        unread.apply(unreadAgain("ann", A.value(), 4));

        assertThat(unread.size()).isEqualTo(1);
    }

    @Test
    void olderVersionDoesNotBringAnItemBack() {
        load(Map.of(A, 1L, B, 1L));

        unread.apply(read("ann", A.value(), 2));
        load(Map.of());
        unread.apply(created("ann", B.value(), 1));
        assertThat(unread.size()).as("B is gone since the answer").isZero();

        load(Map.of(A, 3L));
        unread.apply(read("ann", A.value(), 4));
        unread.apply(created("ann", A.value(), 1));
        assertThat(unread.size()).isZero();
    }

    @Test
    void keepsNoRecordThatCameBeforeTheQuestion() {
        unread.apply(created("ann", A.value(), 1));
        unread.forget();

        load(Map.of());

        assertThat(unread.size()).isZero();
    }

    @Test
    void showsTheOldNumberUntilItIsLoadedAgain() {
        load(Map.of(A, 1L));
        unread.forget();

        unread.apply(read("ann", A.value(), 2));
        unread.apply(created("ann", B.value(), 1));
        assertThat(unread.size()).isEqualTo(1);

        load(Map.of());
        assertThat(unread.size()).isZero();
    }

    @Test
    void dropsAnswerThatWasRequestedBeforeForget() {
        var question = unread.ask();
        unread.forget();

        unread.answer(question, StoredUnread.of(Map.of(A, 1L)));

        assertThat(unread.isLoaded()).isFalse();
        assertThat(unread.size()).isZero();
    }

    @Test
    void isEmptyAfterAnErasure() {
        load(Map.of(A, 1L, B, 1L));

        unread.forgetAll();

        assertThat(unread.size()).isZero();
        assertThat(unread.isLoaded()).isFalse();
    }

    @Test
    void countsAsItsBoundUntilTheStoreHasFewer() {
        load(Map.of(A, 1L, B, 1L));
        unread.apply(created("ann", C.value(), 1));
        assertThat(unread.size()).isEqualTo(2);

        unread.apply(read("ann", A.value(), 2));
        unread.apply(read("ann", B.value(), 2));
        assertThat(unread.size()).as("it keeps no items").isEqualTo(2);

        load(Map.of(C, 1L));
        assertThat(unread.size()).isEqualTo(1);

        assertThat(load(StoredUnread.moreThanAreRead())).isFalse();
        assertThat(unread.size()).isEqualTo(2);
    }

    @Test
    void reportsDifferenceThatNoRecordExplains() {
        load(Map.of(A, 1L, B, 1L));

        assertThat(load(StoredUnread.of(Map.of(C, 1L)))).isFalse();
        assertThat(unread.size()).isEqualTo(1);
        unread.apply(created("ann", C.value(), 1));
        unread.apply(deleted("ann", B.value(), 2));

        assertThat(load(StoredUnread.of(Map.of(C, 1L))))
                .as("nothing said that A went")
                .isTrue();
        assertThat(load(StoredUnread.of(Map.of(C, 1L)))).isFalse();
    }

    @Test
    void keepsItemThatWasStoredAfterTheAnswerWasRead() {
        load(Map.of(A, 1L));
        var question = unread.ask();
        unread.apply(created("ann", B.value(), 1));

        unread.answer(question, StoredUnread.of(Map.of(A, 1L)));

        assertThat(unread.size()).isEqualTo(2);
    }

    @Test
    void keepsItemThatWasMarkedUnreadAfterTheAnswerWasRead() {
        load(Map.of(A, 1L, B, 1L));
        unread.apply(read("ann", B.value(), 2));
        var question = unread.ask();
        unread.apply(unreadAgain("ann", B.value(), 3));

        unread.answer(question, StoredUnread.of(Map.of(A, 1L)));

        assertThat(unread.size()).isEqualTo(2);
    }

    @Test
    void olderVersionAfterTheQuestionDoesNotBringAnItemBack() {
        load(Map.of(A, 1L, B, 2L));
        var question = unread.ask();
        unread.apply(created("ann", B.value(), 1));

        unread.answer(question, StoredUnread.of(Map.of(A, 1L)));

        assertThat(unread.size()).isEqualTo(1);
    }

    private void load(Map<NotificationId, Long> stored) {
        load(StoredUnread.of(stored));
    }

    private boolean load(StoredUnread stored) {
        return unread.answer(unread.ask(), stored);
    }
}
