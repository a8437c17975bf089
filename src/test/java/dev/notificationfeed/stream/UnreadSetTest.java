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

    private final UnreadSet unread = new UnreadSet();

    @Test
    void countsLoadedItemsAndAppliesTheFeed() {
        unread.load(Map.of(A, 1L), 0);

        unread.apply(created("ann", B.value(), 1));
        assertThat(unread.size()).isEqualTo(2);

        unread.apply(read("ann", A.value(), 2));
        unread.apply(deleted("ann", B.value(), 2));
        assertThat(unread.size()).isZero();
    }

    @Test
    void keepsRecordsThatArriveDuringTheLoad() {
        unread.apply(read("ann", A.value(), 2));
        unread.apply(created("ann", B.value(), 1));

        unread.load(Map.of(A, 1L), 0);

        assertThat(unread.size()).isEqualTo(1);
    }

    @Test
    void ignoresRecordOlderThanTheLoadedVersion() {
        unread.load(Map.of(A, 3L), 0);

        unread.apply(read("ann", A.value(), 2));

        assertThat(unread.size()).isEqualTo(1);
    }

    @Test
    void countsItemOnceThatIsMarkedUnreadAgain() {
        unread.load(Map.of(A, 1L), 0);

        unread.apply(read("ann", A.value(), 2));
        unread.apply(unreadAgain("ann", A.value(), 3));
        unread.apply(unreadAgain("ann", A.value(), 4));

        assertThat(unread.size()).isEqualTo(1);
    }

    @Test
    void dropsAnswerThatWasRequestedBeforeForget() {
        int asked = unread.generation();
        unread.forget();

        unread.load(Map.of(A, 1L), asked);

        assertThat(unread.isLoaded()).isFalse();
        assertThat(unread.size()).isZero();
    }

    @Test
    void isEmptyAfterAnErasure() {
        unread.load(Map.of(A, 1L, B, 1L), 0);

        unread.forgetAll();

        assertThat(unread.size()).isZero();
        assertThat(unread.isForgotten()).isTrue();
    }
}
