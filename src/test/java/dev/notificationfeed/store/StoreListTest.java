package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.PENDING;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.SCHEDULED;
import static dev.notificationfeed.notification.Status.UNREAD;
import static dev.notificationfeed.store.Sample.AN_HOUR_AGO;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreListTest {

    private static final ListQuery ALL =
            new ListQuery(ANNA, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, 100);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    private NotificationPage list(ListQuery query) {
        return await(wire.store.list(query));
    }

    private List<NotificationId> ids(ListQuery query) {
        return list(query).items().stream().map(Notification::id).toList();
    }

    private static ListQuery asking(Audience audience, Set<Status> statuses, String keyword) {
        return new ListQuery(ANNA, audience, Set.of(), statuses, keyword, Sort.SENT_AT, false, 0, 100);
    }

    private static ListQuery sorted(Audience audience, Sort sort, boolean descending, int page, int size) {
        return new ListQuery(ANNA, audience, Set.of(), Set.of(), null, sort, descending, page, size);
    }

    @Test
    void listsVisibleItemsNewestFirst() {
        wire.apply(
                item("old").sent(AN_HOUR_AGO.minusSeconds(1)).created(),
                item("new").created(),
                item("archived").sent(AN_HOUR_AGO.minusSeconds(2)).in(ARCHIVED).created(),
                item("ends")
                        .sent(AN_HOUR_AGO.minusSeconds(3))
                        .until(NOW.plusMillis(1))
                        .created(),
                item("ahead").sent(NOW.plusMillis(1)).created(),
                item("expired").until(NOW).created(),
                item("withdrawn").created(),
                item("withdrawn").withdrawn("w"),
                item("bens").to(BEN).created());

        assertThat(ids(ALL)).containsExactly(id("new"), id("old"), id("archived"), id("ends"));
        assertThat(list(ALL).total()).isEqualTo(4);
    }

    @Test
    void filtersByTypeAndStatus() {
        wire.apply(
                item("a").created(),
                item("b").in(READ).created(),
                item("c").email("a@example.org").created());

        var emails = new ListQuery(
                ANNA, Audience.RECIPIENT, Set.of(NotificationType.EMAIL), Set.of(), null, Sort.SENT_AT, true, 0, 10);
        assertThat(ids(emails)).containsExactly(id("c"));
        assertThat(ids(asking(Audience.RECIPIENT, Set.of(READ, PENDING), null)))
                .containsExactlyInAnyOrder(id("b"), id("c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ÉTÉ (a.b*", "été", "a.B", "(A", "LTFT", "ltf", "unREAD", "[x]", "\\d", "ß"})
    void findsKeywordLiterallyIgnoringCase(String keyword) {
        wire.apply(item("a").titled("Été (a.b*) [x] \\d Straße").about("LTFT").created());

        assertThat(ids(asking(Audience.RECIPIENT, Set.of(), keyword))).containsExactly(id("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".*", "a?b", "^Title", "Hello", "\u0000", "47165"})
    void keywordIsNoPatternAndMatchesNoOtherField(String keyword) {
        wire.apply(item("a").titled("Title axb").saying("<p>Hello</p>").created());

        assertThat(ids(asking(Audience.RECIPIENT, Set.of(), keyword))).isEmpty();
    }

    @Test
    void findsKeywordInContact() {
        wire.apply(
                item("a").email("anna.smith@example.org").created(), item("b").created());

        assertThat(ids(asking(Audience.RECIPIENT, Set.of(), "SMITH@"))).containsExactly(id("a"));
    }

    @ParameterizedTest
    @CsvSource({"SENT_AT,true", "SENT_AT,false", "STATUS,true", "SUBJECT,false", "CONTACT,true"})
    void pagesOfItemsWithEqualKeysHaveNoOverlapAndNoGap(Sort sort, boolean descending) {
        var all = IntStream.range(0, 7).mapToObj(i -> "e" + i).toList();
        await(wire.store.apply(Arrivals.at(
                NOW, all.stream().map(event -> item(event).created()).toList())));

        List<NotificationId> seen = new ArrayList<>();
        IntStream.range(0, 3).forEach(page -> seen.addAll(ids(sorted(Audience.RECIPIENT, sort, descending, page, 3))));

        var byId = all.stream().map(Sample::id).sorted().toList();
        assertThat(descending ? reversed(seen) : seen).isEqualTo(byId);
    }

    @Test
    void pageBeyondTheEndIsEmptyWithTheTotal() {
        wire.apply(item("a").created());

        for (int page : new int[] {1, ListQuery.MAX_PAGE}) {
            var beyond = list(sorted(Audience.RECIPIENT, Sort.SENT_AT, true, page, ListQuery.MAX_SIZE));
            assertThat(beyond.items()).isEmpty();
            assertThat(beyond.total()).isEqualTo(1);
        }
    }

    @Test
    void staffSeeScheduledItems() {
        wire.apply(item("a").created(), item("ahead").sent(NOW.plusSeconds(60)).created());

        var items = list(asking(Audience.STAFF, Set.of(), null)).items();

        assertThat(items).extracting(Notification::status).containsExactly(UNREAD, SCHEDULED);
        assertThat(ids(asking(Audience.STAFF, Set.of(SCHEDULED), null))).containsExactly(id("ahead"));
        assertThat(ids(asking(Audience.STAFF, Set.of(UNREAD), null))).containsExactly(id("a"));
        assertThat(ids(asking(Audience.STAFF, Set.of(SCHEDULED, UNREAD), null))).hasSize(2);
        assertThat(ids(asking(Audience.STAFF, Set.of(), "schedul"))).containsExactly(id("ahead"));
        assertThat(ids(asking(Audience.STAFF, Set.of(), "unread"))).containsExactly(id("a"));
        assertThat(ids(asking(Audience.RECIPIENT, Set.of(SCHEDULED), null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void staffListSortedByStatusIncludesScheduled(boolean descending) {
        wire.apply(
                item("unread").created(),
                item("ahead1").sent(NOW.plusSeconds(60)).created(),
                item("ahead2").sent(NOW.plusSeconds(30)).in(ARCHIVED).created(),
                item("read").in(READ).created(),
                item("archived").in(ARCHIVED).created(),
                item("pending").email("a@example.org").created());
        List<Notification> seen = new ArrayList<>();

        for (int page = 0; page < 4; page++) {
            var part = list(sorted(Audience.STAFF, Sort.STATUS, descending, page, 2));
            assertThat(part.total()).isEqualTo(6);
            seen.addAll(part.items());
        }

        assertThat(descending ? reversed(seen) : seen)
                .extracting(Notification::status)
                .containsExactly(ARCHIVED, PENDING, READ, SCHEDULED, SCHEDULED, UNREAD);
        assertThat(seen).extracting(Notification::id).doesNotHaveDuplicates();
    }

    @Test
    void countOfUnreadItemsStopsAtTheBound() {
        wire.apply(item("a").created(), item("b").created(), item("c").created());

        assertThat(await(wire.store.countUnread(ANNA, 2))).isEqualTo(2);
        assertThat(await(wire.store.countUnread(ANNA, 3))).isEqualTo(3);
    }

    @Test
    void countsAndListsUnreadItemsThatTheListShows() {
        wire.apply(
                item("a").created(),
                item("b").created(),
                item("b").changed("c", ARCHIVED, NOW),
                item("c").in(READ).created(),
                item("c").changed("d", UNREAD, NOW),
                item("ahead").sent(NOW.plusSeconds(1)).created(),
                item("expired").until(NOW).created(),
                item("email").email("a@example.org").created());

        assertThat(await(wire.store.countUnread(ANNA, 100))).isEqualTo(2);
        assertThat(await(wire.store.unread(List.of(ANNA, BEN), 2)))
                .isEqualTo(new UnreadItems(Map.of(ANNA, Map.of(id("a"), 1L, id("c"), 2L), BEN, Map.of()), true));
        assertThat(await(wire.store.unread(List.of(ANNA, BEN), 1)).complete()).isFalse();
    }

    @Test
    void readsASanitisedMessage() {
        wire.apply(
                item("a").titled("Hi").saying("<p>x</p><script>y</script>").created(),
                item("b").saying(null).created());

        assertThat(await(wire.store.message(ANNA, id("a")))).isEqualTo(new Message("Hi", "<p>x</p>", AN_HOUR_AGO));
        assertThat(await(wire.store.message(ANNA, id("b"))).content()).isNull();
        assertThat(await(wire.store.message(BEN, id("a")))).isNull();
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }
}
