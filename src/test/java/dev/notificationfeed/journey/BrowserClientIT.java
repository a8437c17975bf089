package dev.notificationfeed.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import dev.notificationfeed.fixture.Chromium;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.journey.ScriptedService.Opened;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The browser client in a real browser, on a page of another origin with a strict Content-Security-Policy. */
class BrowserClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'>${alert(3)}";

    /** Legal variants of an event stream: byte order mark, CRLF, comments, data on several lines, a frame with only an id. */
    private static final String PIECES = """
            \uFEFFretry: 100
            event: ready
            id: e-0-1
            data: {"resumed": false, "unread": 0,
            data: "heartbeatSeconds": 1}

            : a comment
            event:created
            id: e-0-2
            data: {"id": "1", "type": "IN_APP", "status": "UNREAD", "subjectText": "Grüße €", "version": 1,
            data: "sentAt": "2026-01-01T00:00:00Z"}

            event: unread
            data: {"unread": 1}

            event: of-a-later-version
            data: no JSON

            : heartbeat
            id: e-0-3

            """.replace("\n", "\r\n");

    private static Backend backend;
    private static Upstream upstream;
    private static FrontEnd frontEnd;
    private static ServiceProcess service;
    private static Chromium chromium;
    private static int people;

    private final String person = "reader-" + people++;
    private final List<Tab> tabs = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path data) {
        chromium = Chromium.start();
        backend = Backend.start(data);
        upstream = new Upstream(backend.kafka().address());
        frontEnd = new FrontEnd(backend);
        var environment = new HashMap<>(backend.environment());
        environment.put("QUARKUS_HTTP_CORS_ENABLED", "true");
        environment.put("QUARKUS_HTTP_CORS_ORIGINS", frontEnd.origin());
        service = ServiceProcess.start("browser-client", environment);
        service.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        for (var started : new AutoCloseable[] {service, frontEnd, upstream, backend, chromium}) {
            if (started != null) {
                started.close();
            }
        }
    }

    /** No test may cause a console message or an error on the page. */
    @AfterEach
    void assertNoPageErrors() {
        tabs.forEach(tab -> assertThat(tab.errors()).isEmpty());
        tabs.stream().map(tab -> tab.page().context()).distinct().forEach(BrowserContext::close);
    }

    @Test
    void showsAnEventFromKafkaOnTheOpenPageAndTheBadge() {
        var tab = open(chromium.profile(), person).awaitState("live");
        assertThat(tab.bell()).hasAccessibleName("Notifications");

        publish("Welcome");

        assertThat(tab.badge()).hasText("1");
        assertThat(tab.bell()).hasAccessibleName("Notifications, 1 unread");
        tab.bell().click();
        assertThat(tab.panel()).containsText("Welcome");
        assertThat(tab.page().locator("notification-bell [role=status]")).hasText("New notification: Welcome");
    }

    @Test
    void sharesOneStreamAndTheReadStateBetweenTabsOfAPerson() {
        var profile = chromium.profile();
        var first = open(profile, person).awaitState("live");
        var second = open(profile, person).awaitState("live");
        var third = open(profile, person).awaitState("live");
        publish("One");
        tabs.forEach(tab -> tab.awaitUnread(1));

        assertThat(service.metric("notifications_streams_open")).isEqualTo(1);
        assertThat(tabs).filteredOn(Tab::isLeading).containsExactly(first);

        third.evaluate("feed.markRead(feed.getSnapshot().items[0].id)");

        tabs.forEach(tab -> tab.awaitUnread(0));
        assertThat(second.badge()).isHidden();
    }

    @Test
    void continuesTheStreamInAnotherTabWithoutLossWhenTheLeaderIsClosed() {
        var profile = chromium.profile();
        var leading = open(profile, person).awaitState("live");
        var others = List.of(
                open(profile, person).awaitState("live"), open(profile, person).awaitState("live"));
        publish("Before");
        others.forEach(tab -> tab.awaitTitles("Before"));

        publish("While it closes");
        leading.close();
        publish("After");

        others.forEach(
                tab -> tab.awaitTitles("After", "While it closes", "Before").awaitUnread(3));
        assertThat(others).filteredOn(Tab::isLeading).hasSize(1);
        assertThat(service.metric("notifications_stream_frames_total", "kind=\"reset\""))
                .isZero();
        awaitStreams(1);
    }

    @Test
    void receivesEventsPublishedDuringARestartOfTheService() {
        var tab = open(chromium.profile(), person).awaitState("live");
        publish("Before");
        tab.awaitUnread(1);

        service.kill();

        tab.awaitState("waiting");
        assertThat(tab.bell()).isVisible();
        tab.evaluate("feed.markAllRead().then(answer => { window.refused = answer.status === 0 })");
        tab.page().waitForFunction("window.refused");
        tab.awaitUnread(1);
        var early = open(chromium.profile(), person).awaitState("unavailable");
        assertThat(early.bell()).isHidden();

        publish("Meanwhile");
        service.startAgain();

        tab.awaitState("live").awaitTitles("Meanwhile", "Before").awaitUnread(2);
        early.awaitState("live").awaitTitles("Meanwhile", "Before");
        assertThat(early.bell()).isVisible();
        service.awaitReady();
    }

    @Test
    void showsAHostileTitleAsPlainText() {
        var tab = open(chromium.profile(), person).awaitState("live");

        publish(HOSTILE);

        tab.awaitTitles(HOSTILE);
        tab.bell().click();
        assertThat(tab.page().locator("notification-bell .text")).hasText(HOSTILE);
        assertThat(tab.page().locator("notification-bell img, notification-bell script"))
                .hasCount(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void hasNoAccessibilityViolationThatAxeFinds(ColorScheme scheme) {
        var tab = open(chromium.profile(new NewContextOptions().setColorScheme(scheme)), person)
                .awaitState("live");
        publish("Placement information");
        publish("A title that is so long that it does not fit on one line of the panel, wherever one breaks it");
        tab.awaitUnread(2);
        tab.evaluate("feed.markRead(feed.getSnapshot().items[1].id)");
        tab.awaitUnread(1);

        assertThat(tab.barriers()).isEmpty();
        tab.bell().click();
        assertThat(tab.panel()).isVisible();
        tab.screenshot("bell-" + scheme.name().toLowerCase());
        assertThat(tab.barriers()).isEmpty();
    }

    @Test
    void isFullyUsableWithTheKeyboard() {
        var tab = open(chromium.profile(), person).awaitState("live");
        publish("First");
        publish("Second");
        tab.awaitTitles("Second", "First");
        var keyboard = tab.page().keyboard();
        var lines = tab.page().locator("notification-bell .open");

        tab.page().locator("header > a").focus();
        keyboard.press("Tab");
        assertThat(tab.bell()).isFocused();
        keyboard.press("Enter");
        assertThat(lines.nth(0)).isFocused();
        keyboard.press("ArrowDown");
        assertThat(lines.nth(1)).isFocused();
        keyboard.press("Tab");
        keyboard.press("Enter");
        tab.awaitUnread(1);
        keyboard.press("Home");
        assertThat(lines.nth(0)).isFocused();
        keyboard.press("Shift+Tab");
        keyboard.press("Enter");
        tab.awaitUnread(0);
        keyboard.press("Escape");
        assertThat(tab.panel()).isHidden();
        assertThat(tab.bell()).isFocused();
        assertThat(tab.bell()).hasAttribute("aria-expanded", "false");
    }

    @Test
    void parsesSplitFramesAndResumesASilentStreamAtItsPosition() {
        try (var scripted = new ScriptedService(ScriptedService.stream(PIECES))) {
            var tab = open(chromium.profile(), scripted.url(), person);

            tab.awaitTitles("Grüße €").awaitUnread(1);

            await().atMost(PATIENCE).until(() -> scripted.opened().size() > 1);
            assertThat(scripted.opened()).extracting(Opened::lastEventId).startsWith(null, "e-0-3");
        }
    }

    /** The service sends a count only if it differs from the last one sent, so a change and its reversal send none. */
    @Test
    void showsTheRightCountAfterAMarkThatFollowsALateCount() {
        try (var scripted = new ScriptedService(
                ScriptedService.stream(PIECES.replace("\"heartbeatSeconds\": 1", "\"heartbeatSeconds\": 15")))) {
            var tab = open(chromium.profile(), scripted.url(), person).awaitUnread(1);

            tab.evaluate("void feed.markRead('1')");

            tab.awaitUnread(0).awaitUnread(ScriptedService.UNREAD);
        }
    }

    @Test
    void renewsARefusedTokenAtOnceAndHonoursRetryAfter() {
        try (var scripted = new ScriptedService(
                ScriptedService.refusal(401, "0"), ScriptedService.refusal(503, "5"), ScriptedService.stream(PIECES))) {
            var tab = open(chromium.profile(), scripted.url(), person).awaitUnread(1);

            assertThat(tab.evaluate("renewals")).isEqualTo(1);
            var opened = scripted.opened();
            assertThat(opened.get(2).atMillis() - opened.get(1).atMillis()).isGreaterThanOrEqualTo(5_000);
        }
    }

    /** The service has ended the oldest of too many streams. The test records how long the client means to wait. */
    @Test
    void waitsAsLongAsTheServiceAsksAfterTheEndOfAStream() {
        try (var scripted = new ScriptedService(
                ScriptedService.endedStream(PIECES + "retry: 120000\r\n\r\n"), ScriptedService.stream(PIECES))) {
            var profile = chromium.profile();
            profile.addInitScript("""
                    window.waits = [];
                    const timeout = AbortSignal.timeout;
                    AbortSignal.timeout = time =>
                        (waits.push(time), timeout.call(AbortSignal, time < 60_000 ? time : 100));
                    """);
            var tab = open(profile, scripted.url(), person);

            await().atMost(PATIENCE).until(() -> scripted.opened().size() > 1);

            assertThat(tab.evaluate("Math.max(...waits)"))
                    .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                    .isBetween(120_000.0, 180_000.0);
        }
    }

    @Test
    void reconnectsAfterARandomPartOfTheRetryTimeWhenTheNetworkIsBack() {
        try (var scripted = new ScriptedService(ScriptedService.stream(PIECES.replace("retry: 100", "retry: 4000")))) {
            var tab = open(chromium.profile(), scripted.url(), person).awaitUnread(1);

            tab.evaluate("""
                    window.delays = [];
                    const set = window.setTimeout;
                    window.setTimeout = (task, delay) => (delays.push(delay), set(task, delay));
                    Math.random = () => 0.25;
                    dispatchEvent(new Event('online'));
                    """);

            assertThat(tab.evaluate("delays[0]")).isEqualTo(1000);
            await().atMost(PATIENCE).until(() -> scripted.opened().size() > 1);
        }
    }

    @Test
    void canBeImportedFromTheService() {
        open(chromium.profile(), service.url(""), person + "&client=" + service.url(""))
                .awaitState("live");
    }

    @Test
    void clearsTheItemsWhenThePersonChanges() {
        var tab = open(chromium.profile(), person).awaitState("live");
        publish("For one pair of eyes");
        tab.awaitUnread(1);

        tab.evaluate("{ recipient = 'somebody-else'; feed.request('GET', '/api/notifications/unread-count'); }");

        tab.awaitTitles().awaitState("live").awaitUnread(0);
    }

    @Test
    void leavesNothingRunningAfterClose() {
        var tab = open(chromium.profile(), person).awaitState("live");
        assertThat(tab.page().workers()).hasSize(1);

        tab.evaluate("feed.close()");

        await().atMost(PATIENCE).until(() -> {
            tab.evaluate("0");
            return tab.page().workers().isEmpty();
        });
        awaitStreams(0);
    }

    private Tab open(BrowserContext profile, String recipient) {
        return open(profile, service.url(""), recipient);
    }

    private Tab open(BrowserContext profile, String where, String recipient) {
        var tab = Tab.open(profile, frontEnd.page(where, recipient));
        tabs.add(tab);
        return tab;
    }

    private void publish(String title) {
        var id = person + title.hashCode();
        upstream.send(Events.inApp(person, id)
                        .with("time", Instant.now().truncatedTo(MILLIS).toString())
                        .with("data.subjectText", title))
                .join();
    }

    private static void awaitStreams(int open) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(service.metric("notifications_streams_open")).isEqualTo(open));
    }
}
