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

/** A tab with the inbox page in it, and everything that the browser complained of meanwhile. */
final class InboxTab {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Page page;
    private final List<String> complaints;

    private InboxTab(Page page) {
        this.page = page;
        complaints = PageErrors.of(page);
    }

    /** Opens it and waits until the inbox of the first person is live. */
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

    /** Waits until these are the titles in the table of the first person, from top to bottom. */
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

    /** Waits until the badge of the bell and the one on the tab say so many. */
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

    /** Chooses which in-app items are shown, by their status. */
    InboxTab show(String status) {
        find("#inbox-1 .shown input[value=" + status + "]").check();
        return this;
    }

    /** Publishes an event of the kind, as the form offers it. */
    InboxTab publish(String kind) {
        find("#publish-form [value=" + kind + "]").check();
        find("#publish-form [type=submit]").click();
        return this;
    }

    /** What stands in the place of a table without rows. */
    Locator empty() {
        return find("#inbox-1 div.empty");
    }

    Locator message() {
        return find("dialog.message");
    }

    /** The body of the message's own document. */
    Locator content() {
        return page.frameLocator("dialog.message iframe").locator("body");
    }

    /** What its console has shown, exceptions and dialogs included. */
    List<String> complaints() {
        return complaints;
    }

    /**
     * What axe finds wrong with the page as it is now. It has no way into the frame of a message, where no script runs, not
     * even one of its own.
     */
    List<String> barriers() {
        return new AxeBuilder(page)
                .exclude("iframe").analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream().map(Object::toString).toList())
                        .toList();
    }

    /** Keeps a picture of it under {@code target/screenshots}. */
    InboxTab picture(String name) {
        page.screenshot(new ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(SCREENSHOTS.resolve(name + ".png")));
        return this;
    }
}
