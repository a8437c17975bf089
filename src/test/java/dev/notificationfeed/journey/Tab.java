package dev.notificationfeed.journey;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import dev.notificationfeed.fixture.PageErrors;
import java.nio.file.Path;
import java.util.List;

/** A browser tab with the page of the {@link FrontEnd}; it collects console messages and page errors. */
final class Tab {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Page page;
    private final List<String> errors;

    private Tab(Page page) {
        this.page = page;
        errors = PageErrors.of(page);
    }

    static Tab open(BrowserContext profile, String url) {
        var tab = new Tab(profile.newPage());
        tab.page.navigate(url);
        return tab;
    }

    Page page() {
        return page;
    }

    /** Waits until the feed is in a state, e.g. {@code live}. */
    Tab awaitState(String state) {
        return awaitTrue("state === '" + state + "'");
    }

    Tab awaitUnread(int unread) {
        return awaitTrue("unread === " + unread);
    }

    /** Waits until the items have exactly these titles, newest first. */
    Tab awaitTitles(String... titles) {
        page.waitForFunction(
                "titles => window.feed?.getSnapshot().items.map(item => item.subjectText).join('|') === titles.join('|')",
                List.of(titles));
        return this;
    }

    private Tab awaitTrue(String condition) {
        page.waitForFunction(
                "() => { if (!window.feed) return false; const { state, unread } = feed.getSnapshot(); return "
                        + condition + "; }");
        return this;
    }

    /** The result of a script on the page. */
    Object evaluate(String script) {
        return page.evaluate(script);
    }

    boolean isLeading() {
        return (boolean) page.evaluate("feed.leading");
    }

    Locator bell() {
        return page.locator("notification-bell .bell");
    }

    Locator badge() {
        return page.locator("notification-bell .badge");
    }

    Locator panel() {
        return page.locator("notification-bell .panel");
    }

    /** All console messages, exceptions and dialogs. */
    List<String> errors() {
        return errors;
    }

    /** The axe violations of the page in its current state. */
    List<String> barriers() {
        return new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(Tab::describe)
                        .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream().map(Object::toString).toList();
    }

    void screenshot(String name) {
        page.screenshot(new ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    void close() {
        page.close();
    }
}
