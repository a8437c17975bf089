package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import dev.notificationfeed.fixture.Chromium;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.fixture.Upstream;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A browser on the inbox page, and the events sent to its person, who is another one in each test. No test may cause an error,
 * a dialog or a policy violation on the page.
 */
final class InboxVisits implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private Chromium chromium;
    private Upstream upstream;
    private String person;
    private final List<InboxTab> tabs = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        chromium = Chromium.start();
        upstream = new Upstream(Stack.bootstrapServers());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        person = UUID.randomUUID().toString();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var errors = tabs.stream().flatMap(tab -> tab.errors().stream()).toList();
        tabs.forEach(tab -> tab.page().context().close());
        tabs.clear();
        assertThat(errors).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (chromium != null) {
            upstream.close();
            chromium.close();
        }
    }

    String person() {
        return person;
    }

    /** Opens the page with the inbox of this test's person. */
    InboxTab open() {
        return open("people=" + person, new NewContextOptions());
    }

    InboxTab open(String query, NewContextOptions options) {
        var service = URI.create("http://localhost:" + RestAssured.port);
        var profile = chromium.profile(options.setViewportSize(1440, 900));
        var tab = InboxTab.open(profile, service, query);
        tabs.add(tab);
        return tab;
    }

    /** An event for this test's person. */
    SampleEvent inApp(String title) {
        return Events.inApp(person, id()).with("data.subjectText", title);
    }

    /** Sends the events and waits until Kafka has acknowledged them. */
    void send(SampleEvent... events) {
        for (var event : events) {
            upstream.send(event);
        }
        upstream.flush();
    }

    static String id() {
        return UUID.randomUUID().toString();
    }
}
