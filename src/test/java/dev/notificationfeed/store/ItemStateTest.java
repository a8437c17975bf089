package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.ARCHIVED;
import static dev.notificationfeed.notification.Status.FAILED;
import static dev.notificationfeed.notification.Status.PENDING;
import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.SENT;
import static dev.notificationfeed.notification.Status.UNREAD;
import static dev.notificationfeed.store.ChangeResult.Outcome.CHANGED;
import static dev.notificationfeed.store.ChangeResult.Outcome.OUTDATED;
import static dev.notificationfeed.store.ChangeResult.Outcome.SEEN_BEFORE;
import static dev.notificationfeed.store.ChangeResult.Outcome.STATUS_NOT_ALLOWED;
import static dev.notificationfeed.store.ChangeResult.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ChangeResult.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ItemStateTest {

    private static final Instant THEN = Instant.parse("2025-09-10T07:00:00Z");
    private static final Instant LATER = THEN.plusSeconds(60);

    private static ItemState state(Status status, Instant readAt, String... appliedEvents) {
        NotificationType type =
                NotificationType.IN_APP.allows(status) ? NotificationType.IN_APP : NotificationType.EMAIL;
        return new ItemState(type, status, null, readAt, THEN, List.of(appliedEvents));
    }

    static Stream<Arguments> upstreamChanges() {
        String seen = Sample.id("change").value();
        return Stream.of(
                arguments(state(UNREAD, null), READ, LATER, CHANGED, LATER),
                arguments(state(UNREAD, null), READ, THEN, CHANGED, THEN),
                arguments(state(UNREAD, THEN), READ, LATER, CHANGED, THEN),
                arguments(state(READ, THEN), UNREAD, LATER, CHANGED, THEN),
                arguments(state(UNREAD, null), ARCHIVED, LATER, CHANGED, null),
                arguments(state(PENDING, null), SENT, LATER, CHANGED, null),
                arguments(state(READ, THEN), READ, LATER, UNCHANGED, THEN),
                arguments(state(UNREAD, null), READ, THEN.minusMillis(1), OUTDATED, null),
                arguments(state(UNREAD, null, seen), READ, LATER, SEEN_BEFORE, null),
                arguments(state(UNREAD, null, seen), SENT, THEN.minusMillis(1), SEEN_BEFORE, null),
                arguments(state(UNREAD, null), SENT, LATER, STATUS_NOT_ALLOWED, null),
                arguments(state(PENDING, null), READ, LATER, STATUS_NOT_ALLOWED, null));
    }

    @ParameterizedTest
    @MethodSource("upstreamChanges")
    void followsTheRulesForUpstreamChanges(
            ItemState before, Status to, Instant changedAt, Outcome outcome, Instant readAt) {
        var transition = before.apply(Sample.item("any").changed("change", to, changedAt));

        assertThat(transition.outcome()).isEqualTo(outcome);
        if (outcome == CHANGED || outcome == UNCHANGED) {
            assertThat(transition.next().status()).isEqualTo(to);
            assertThat(transition.next().changedAt()).isEqualTo(changedAt);
            assertThat(transition.next().readAt()).isEqualTo(readAt);
        } else {
            assertThat(transition.next()).isNull();
        }
    }

    @Test
    void newDetailReplacesTheOldOneAndIsAChange() {
        var bounced = new ItemState(NotificationType.EMAIL, FAILED, "bounced", null, THEN, List.of());

        var other = bounced.apply(Sample.item("any").changed("change", FAILED, "mailbox full", LATER));
        var none = bounced.apply(Sample.item("any").changed("change", SENT, LATER));

        assertThat(other.outcome()).isEqualTo(CHANGED);
        assertThat(other.next().statusDetail()).isEqualTo("mailbox full");
        assertThat(none.next().statusDetail()).isNull();
    }

    @Test
    void truncatesTimesToTheMillisecondsOfTheStore() {
        var transition = state(UNREAD, null).apply(Sample.item("any").changed("change", READ, THEN.plusNanos(900_000)));

        assertThat(transition.next().changedAt()).isEqualTo(THEN);
    }

    @Test
    void markAppliesEvenBeforeTheTimeOfTheLastChange() {
        var transition = state(UNREAD, null).mark(READ, THEN.minusSeconds(3600));

        assertThat(transition.outcome()).isEqualTo(CHANGED);
        assertThat(transition.next().readAt()).isEqualTo(THEN.minusSeconds(3600));
    }

    @Test
    void markUnreadKeepsTheFirstReadTime() {
        var transition = state(READ, THEN).mark(UNREAD, LATER);

        assertThat(transition.next().readAt()).isEqualTo(THEN);
    }

    @Test
    void repeatedMarkIsUnchangedButSetsChangedAt() {
        var transition = state(READ, THEN).mark(READ, LATER);

        assertThat(transition.outcome()).isEqualTo(UNCHANGED);
        assertThat(transition.next().changedAt()).isEqualTo(LATER);
        assertThat(transition.next().readAt()).isEqualTo(THEN);
    }

    @Test
    void markOfAnEmailIsNotAllowed() {
        assertThat(state(PENDING, null).mark(READ, LATER).outcome()).isEqualTo(STATUS_NOT_ALLOWED);
    }
}
