package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.parse;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.TisReference;
import dev.notificationfeed.notification.Withdrawal;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples that the contract gives to producers. */
class ContractTest {

    private static final Recipient RECIPIENT = new Recipient("47165");

    /** The parser accepts these; the store refuses them when it looks up the item. */
    private static final Set<String> REFUSED_BY_THE_STORE =
            Set.of("status-change-of-unknown-notification", "withdrawal-of-someone-elses-notification");

    @ParameterizedTest
    @MethodSource("goodSamples")
    void acceptsGoodSample(String name) throws IOException {
        byte[] sample = Events.contract("good/" + name);
        var id = new ObjectMapper().readTree(sample).get("id").textValue();

        var change = changeOf(parse(sample));

        assertThat(change.event().id()).isEqualTo(id);
        assertThat(change.recipient()).isEqualTo(RECIPIENT);
    }

    @ParameterizedTest
    @MethodSource("badSamples")
    void refusesBadSampleWithItsCode(String name) throws IOException {
        var result = parse(Events.contract("bad/" + name));

        if (REFUSED_BY_THE_STORE.contains(name)) {
            changeOf(result);
        } else {
            assertThat(rejectionOf(result).code().text()).isEqualTo(reasons().get(name));
        }
    }

    @Test
    void hasEveryReasonOfTheContract() throws IOException {
        var codes = Stream.of(RejectionCode.values()).map(RejectionCode::text);

        assertThat(codes)
                .containsAll(reasons().values())
                .containsExactlyInAnyOrder(
                        "not-json",
                        "not-a-cloud-event",
                        "too-large",
                        "unknown-type",
                        "invalid-data",
                        "status-not-allowed",
                        "unknown-notification",
                        "store-refused");
    }

    @Test
    void readsEveryFieldOfAnEmail() {
        var change = changeOf(parse(Events.contract("good/created-email")));

        assertThat(change)
                .isEqualTo(new Creation(
                        new EventKey("/tis/mailer", "em-1001"),
                        Parsing.TIMESTAMP,
                        RECIPIENT,
                        NotificationType.EMAIL,
                        "PROGRAMME_CREATED",
                        "Welcome to your programme",
                        "<p>Your placement at <b>Leeds General Infirmary</b> starts on 3 December.</p>",
                        new TisReference("PLACEMENT", "2719224"),
                        "a.trainee@example.org",
                        Status.SENT,
                        null,
                        Parsing.TIMESTAMP,
                        null));
    }

    @Test
    void readsEveryFieldOfAStatusChange() {
        var change = changeOf(parse(Events.contract("good/status-changed-email-failed")));

        assertThat(change)
                .isEqualTo(new StatusChange(
                        new EventKey("/tis/mailer", "em-1001-failed"),
                        NotificationId.derivedFrom("/tis/mailer", "em-1001"),
                        RECIPIENT,
                        Status.FAILED,
                        "Bounce: Permanent",
                        Parsing.TIMESTAMP));
    }

    @Test
    void readsEveryFieldOfAWithdrawal() {
        var change = changeOf(parse(Events.contract("good/withdrawn")));

        assertThat(change)
                .isEqualTo(new Withdrawal(
                        new EventKey("/tis/placements", "pl-2719224-info-withdrawn"),
                        NotificationId.derivedFrom("/tis/placements", "pl-2719224-info"),
                        RECIPIENT));
    }

    private static Stream<String> goodSamples() {
        return Events.contractSamples("good");
    }

    private static Stream<String> badSamples() {
        return Events.contractSamples("bad");
    }

    private static Map<String, String> reasons() throws IOException {
        return new ObjectMapper().readValue(Events.contract("dead-letter-reasons"), new TypeReference<>() {});
    }
}
