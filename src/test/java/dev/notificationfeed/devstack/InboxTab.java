package dev.notificationfeed.devstack;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.notificationfeed.fixture.PageErrors;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A browser tab with the inbox page; it collects console messages and page errors. */
final class InboxTab {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Page page;
    private final List<String> errors;

    private InboxTab(Page page) {
        this.page = page;
        errors = PageErrors.of(page);
    }

    /** Opens the page and waits until the inbox of the first person is live. */
    static InboxTab open(BrowserContext profile, URI service, String query) {
        var tab = new InboxTab(profile.newPage());
        tab.page.navigate(service.resolve("/?" + query).toString());
        assertThat(tab.find("#inbox-1 .link")).hasText("Live");
        return tab;
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** Waits until the table of the first person has exactly these titles, from top to bottom. */
    InboxTab awaitTitles(String... titles) {
        assertThat(find("#inbox-1 tbody .open")).hasText(titles);
        return this;
    }

    /** The button that opens the message with the title. */
    Locator title(String title) {
        return row(title).locator(".open");
    }

    /** The row of the first person's table with the title. */
    Locator row(String title) {
        var named = page.locator(".open").and(page.getByText(title, new Page.GetByTextOptions().setExact(true)));
        return find("#inbox-1 tbody tr").filter(new Locator.FilterOptions().setHas(named));
    }

    Locator status(String title) {
        return row(title).locator(".chip");
    }

    Locator button(String title, String action) {
        return row(title).locator("[data-do=" + action + "]");
    }

    /** Waits until the badges of the bell and of the tab show the number. */
    InboxTab awaitUnread(int unread) {
        if (unread == 0) {
            assertThat(find("#inbox-1 notification-bell .badge")).isHidden();
            assertThat(find("#inbox-1 .count")).isHidden();
        } else {
            assertThat(find("#inbox-1 notification-bell .badge")).hasText(String.valueOf(unread));
            assertThat(find("#inbox-1 .count")).hasText(String.valueOf(unread));
        }
        return this;
    }

    /** Filters the in-app items by status. */
    InboxTab show(String status) {
        find("#inbox-1 .shown input[value=" + status + "]").check();
        return this;
    }

    /** Publishes the form's default event of a kind. */
    InboxTab publish(String kind) {
        find("#publish-form [value=" + kind + "]").check();
        find("#publish-form [type=submit]").click();
        return this;
    }

    /** The text that replaces an empty table. */
    Locator empty() {
        return find("#inbox-1 div.empty");
    }

    Locator message() {
        return find("dialog.message");
    }

    /** The body of the message's frame. */
    Locator content() {
        return page.frameLocator("dialog.message iframe").locator("body");
    }

    /** All console messages, exceptions and dialogs. */
    List<String> errors() {
        return errors;
    }

    /**
     * The axe violations of the page in its current state. Axe cannot check the frame of a message, where no script runs.
     */
    List<String> barriers() {
        return new AxeBuilder(page)
                .setLegacyMode(true).exclude("iframe").analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream().map(Object::toString).toList())
                        .toList();
    }

    /** Saves a screenshot under {@code target/screenshots}. */
    InboxTab picture(String name) {
        page.screenshot(new ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(SCREENSHOTS.resolve(name + ".png")));
        return this;
    }
}
