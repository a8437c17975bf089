package dev.notificationfeed.devstack;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.microsoft.playwright.Browser.NewContextOptions;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The inbox page that a developer opens in a browser. */
@QuarkusTest
class InboxPageComponentTest {

    @RegisterExtension
    static final InboxVisits visits = new InboxVisits();

    @Test
    void hasAPolicyThatAllowsOnlyItsOwnFiles() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header(
                        "Content-Security-Policy",
                        allOf(
                                containsString("default-src 'none'"),
                                containsString("script-src 'self';"),
                                not(containsString("unsafe"))));
        given().get("/inbox/page.js").then().statusCode(200).contentType("text/javascript");
        given().urlEncodingEnabled(false)
                .get("/inbox/..%2fresources/application.properties")
                .then()
                .statusCode(404);
    }

    @Test
    void showsAnEventFromKafkaOnTheOpenPageAndTheBadge() {
        var tab = visits.open();
        assertThat(tab.empty()).containsText("Nothing here yet");

        visits.send(visits.inApp("Placement"));

        tab.awaitTitles("Placement").awaitUnread(1);
        assertThat(tab.status("Placement")).hasText("Unread");
        assertThat(tab.empty()).isHidden();
    }

    @Test
    void showsChangesAndWithdrawalsFromUpstream() {
        var changed = visits.inApp("Changed").with("data.sentAt", "2025-09-10T00:00:00Z");
        var withdrawn = visits.inApp("Withdrawn");
        visits.send(changed, withdrawn);
        var tab = visits.open().awaitTitles("Changed", "Withdrawn").awaitUnread(2);

        var now = Instant.now().truncatedTo(SECONDS).toString();
        visits.send(
                Events.statusChanged(visits.person(), InboxVisits.id(), changed.id(), "READ", now),
                Events.withdrawn(visits.person(), InboxVisits.id(), withdrawn.id()));

        tab.awaitTitles("Changed").awaitUnread(0);
        assertThat(tab.status("Changed")).hasText("Read");
    }

    @Test
    void supportsPagingSortingAndSearch() {
        visits.send(IntStream.rangeClosed(1, 12)
                .mapToObj(number -> visits.inApp("Item %02d".formatted(number))
                        .with("data.sentAt", "2025-09-%02dT10:00:00Z".formatted(number))
                        .with("data.subject", "TYPE_" + (char) ('N' - number)))
                .toArray(SampleEvent[]::new));
        var tab = visits.open().awaitUnread(12).awaitTitles(items(12, 3));
        assertThat(tab.find("#inbox-1 .range")).hasText("1–10 of 12");

        tab.find("#inbox-1 [data-step='1']").click();
        tab.awaitTitles(items(2, 1));
        assertThat(tab.find("#inbox-1 .range")).hasText("11–12 of 12");

        tab.find("#inbox-1 [data-sort=sentAt]").click();
        tab.awaitTitles(items(1, 10));
        assertThat(tab.find("#inbox-1 th.c-date")).hasAttribute("aria-sort", "ascending");
        tab.find("#inbox-1 [data-sort=subject]").click();
        tab.awaitTitles(items(12, 3));
        assertThat(tab.find("#inbox-1 th.c-date")).hasAttribute("aria-sort", "none");

        tab.find("#inbox-1 input[type=search]").fill("item 1");
        tab.awaitTitles(items(12, 10));
        tab.find("#inbox-1 input[type=search]").fill("no such thing");
        assertThat(tab.empty()).containsText("Nothing contains “no such thing”.");
    }

    @Test
    void separatesMessagesMailAndReadItems() {
        visits.send(
                visits.inApp("New"),
                visits.inApp("Old").with("data.status", "READ"),
                visits.inApp("Away").with("data.status", "ARCHIVED"),
                Events.email(visits.person(), InboxVisits.id()).with("data.subjectText", "Letter"));
        var tab = visits.open().awaitUnread(1);
        assertThat(tab.title("Old")).isVisible();
        assertThat(tab.title("Away")).hasCount(0);

        tab.show("UNREAD").awaitTitles("New");
        tab.show("ARCHIVED").awaitTitles("Away");
        tab.find("#inbox-1 [data-type=EMAIL]").click();
        tab.awaitTitles("Letter");
        assertThat(tab.row("Letter")).containsText("a.trainee@example.org");
        assertThat(tab.button("Letter", "read")).isHidden();
    }

    @Test
    void marksChangeTheRowAndTheBadge() {
        visits.send(visits.inApp("Placement"));
        var tab = visits.open().awaitUnread(1);

        tab.button("Placement", "read").click();
        assertThat(tab.status("Placement")).hasText("Read");
        tab.awaitUnread(0);
        tab.button("Placement", "unread").click();
        assertThat(tab.status("Placement")).hasText("Unread");
        tab.awaitUnread(1);
        tab.find("#inbox-1 .all-read").click();
        assertThat(tab.status("Placement")).hasText("Read");
        tab.awaitUnread(0);
        tab.button("Placement", "archive").click();
        tab.awaitTitles();
        tab.show("ARCHIVED").awaitTitles("Placement");
        assertThat(tab.status("Placement")).hasText("Archived");
    }

    @Test
    void publishesTheEventOfTheForm() {
        var tab = visits.open();

        tab.find("#publish-form [name=title]").fill("By hand");
        tab.publish("inApp").awaitTitles("By hand");
        assertThat(tab.find("#publish-form .outcome")).containsText("Stored (partition");

        tab.publish("changed");
        assertThat(tab.status("By hand")).hasText("Read");
        tab.publish("email");
        tab.find("#inbox-1 [data-type=EMAIL]").click();
        tab.awaitTitles("Welcome to your programme");
        tab.publish("withdrawn").awaitTitles();
    }

    @Test
    void showsWhyAnEditedEventWasDeadLettered() {
        var tab = visits.open();

        tab.find("#publish-form .raw summary").click();
        tab.find("#publish-form [name=event]").fill("{}");
        tab.find("#publish-form [type=submit]").click();

        assertThat(tab.find("#publish-form .outcome.is-trouble")).containsText("not-a-cloud-event");
    }

    @Test
    void showsTwoPeopleOnlyTheirOwnItems() {
        var other = "other-" + visits.person();
        var tab = visits.open("people=" + visits.person() + "," + other + "&two", new NewContextOptions());
        visits.send(
                visits.inApp("For the first"), visits.inApp("For the second").with("data.recipient", other));

        tab.awaitTitles("For the first");
        assertThat(tab.find("#inbox-2 tbody .open")).hasText(new String[] {"For the second"});
        tab.find("#inbox-1 .all-read").click();
        tab.awaitUnread(0);
        assertThat(tab.find("#inbox-2 .count")).hasText("1");
        tab.find("#two").click();
        assertThat(tab.find("#inbox-2")).hasCount(0);
    }

    private static String[] items(int first, int last) {
        var step = first < last ? 1 : -1;
        return IntStream.rangeClosed(0, Math.abs(last - first))
                .mapToObj(index -> "Item %02d".formatted(first + step * index))
                .toArray(String[]::new);
    }
}
