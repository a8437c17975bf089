package dev.notificationfeed.devstack;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.notificationfeed.fixture.XssVector;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the inbox page shows messages: structure, hostile content, keyboard use, accessibility. */
@QuarkusTest
class InboxMessageComponentTest {

    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'>${alert(3)}";

    @RegisterExtension
    static final InboxVisits visits = new InboxVisits();

    @Test
    void keepsTheStructureOfTheMessage() {
        visits.send(visits.inApp("Placement")
                .with(
                        "data.content",
                        "<h2>Leeds</h2><p>On <b>3 December</b></p><img src='https://a.example/b.png' alt='Map'>"));
        var tab = visits.open();

        tab.title("Placement").click();

        assertThat(tab.content().locator("h2")).hasText("Leeds");
        assertThat(tab.content().locator("b")).hasCSS("font-weight", "700");
        assertThat(tab.content().locator(".picture")).hasText("Picture: Map");
        assertThat(tab.message().locator(".message-facts")).containsText("Read");
        tab.awaitUnread(0);
    }

    @Test
    void executesNothingOfHostileTitleAndContent() {
        visits.send(visits.inApp(HOSTILE).with("data.content", "<p>Hello</p>" + HOSTILE));
        var tab = visits.open();

        tab.awaitTitles(HOSTILE);
        tab.find("#inbox-1 tbody .open").click();

        assertThat(tab.find("#message-title")).hasText(HOSTILE);
        assertThat(tab.content()).containsText("Hello");
        assertThat(tab.find("main img, main script, dialog img, dialog script")).hasCount(0);
    }

    /** The service sanitises content; the page's policy also blocks unsanitised content and reports it on the console. */
    @Test
    void executesNothingOfUnsanitisedContent() {
        var vectors = XssVector.all().stream().map(XssVector::html).collect(Collectors.joining("\n"));
        visits.send(visits.inApp("Placement"));
        var tab = visits.open();
        tab.page()
                .context()
                .route("**/message", route -> route.fulfill(answer("<p id=first>Hello</p>" + HOSTILE + vectors)));

        tab.title("Placement").click();

        assertThat(tab.content().locator("#first")).hasText("Hello");
        assertThat(tab.find("dialog.message iframe")).hasAttribute("style", Pattern.compile("height: \\d+px;"));
        assertThat(tab.message()).isVisible();
        assertThat(tab.page().frames())
                .extracting(Frame::url)
                .filteredOn(url -> url.startsWith("http"))
                .containsOnly(tab.page().mainFrame().url());
        assertThat(tab.errors()).noneMatch(complaint -> complaint.startsWith("dialog"));
        tab.errors().clear();
    }

    @Test
    void canBeReadAndMarkedFromTheKeyboard() {
        visits.send(visits.inApp("Placement").with("data.content", "<p>Hello</p>"));
        var tab = visits.open().awaitUnread(1);
        var keyboard = tab.page().keyboard();

        tab.find("#inbox-1 [data-sort=sentAt]").focus();
        keyboard.press("Tab");
        assertThat(tab.title("Placement")).isFocused();
        keyboard.press("Enter");
        assertThat(tab.content()).hasText("Hello");
        tab.awaitUnread(0);
        keyboard.press("Escape");
        assertThat(tab.message()).isHidden();
        assertThat(tab.title("Placement")).isFocused();

        keyboard.press("Tab");
        keyboard.press("Enter");
        tab.awaitUnread(1);
        assertThat(tab.button("Placement", "read")).isFocused();
        keyboard.press("Tab");
        keyboard.press("Enter");
        assertThat(tab.empty()).isFocused();

        tab.find("#inbox-1 [data-type=IN_APP]").focus();
        keyboard.press("ArrowRight");
        assertThat(tab.find("#inbox-1 [data-type=EMAIL]")).isFocused();
        assertThat(tab.find("#inbox-1 [data-type=EMAIL]")).hasAttribute("aria-selected", "true");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void messageAndPageHaveNoAccessibilityViolations(ColorScheme scheme) {
        var name = "inbox-" + scheme.name().toLowerCase();
        visits.send(
                visits.inApp("Your placement at Leeds").with("data.subject", "PLACEMENT_INFORMATION"),
                visits.inApp("Your form is due")
                        .with("data.subject", "FORM_DUE")
                        .with(
                                "data.content",
                                "<h2>Form R</h2><p>Questions? <a href='https://a.example'>Ask us.</a></p>"),
                visits.inApp("Welcome to your programme").with("data.status", "READ"));
        var tab = visits.open("people=" + visits.person() + ",47166", new NewContextOptions().setColorScheme(scheme));
        assertThat(tab.find("#inbox-1 tbody .open")).hasCount(3);
        assertThat(tab.picture(name).barriers()).isEmpty();

        tab.title("Your form is due").click();
        assertThat(tab.content()).containsText("Questions?");
        assertThat(tab.picture(name + "-message").barriers()).isEmpty();

        tab.page().keyboard().press("Escape");
        tab.find("#inbox-1 notification-bell .bell").click();
        assertThat(tab.find("#inbox-1 notification-bell .panel")).isVisible();
        assertThat(tab.picture(name + "-panel").barriers()).isEmpty();

        tab.page().keyboard().press("Escape");
        tab.page().setViewportSize(360, 740);
        assertThat(tab.picture(name + "-form").barriers()).isEmpty();
        tab.find("#publish-close").click();
        tab.find("#two").click();
        assertThat(tab.find("#inbox-2 .link")).hasCount(1);
        assertThat(tab.picture(name + "-narrow").barriers()).isEmpty();
    }

    private static FulfillOptions answer(String content) {
        var body = new ObjectMapper().valueToTree(Map.of("subject", "Placement", "content", content));
        return new FulfillOptions().setContentType("application/json").setBody(body.toString());
    }
}
