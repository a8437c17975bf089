package dev.notificationfeed.feed;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.kafka.Topics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether this replica follows the feed topic and has read the recent feed back, and if not, why. */
@ApplicationScoped
public class FeedState implements DependencyCheck {

    private volatile String reason = "the feed topic has not been found yet";

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public String base() {
        return Topics.NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        String missing = reason;
        return Uni.createFrom().item(missing == null ? CheckResult.present() : CheckResult.missing(missing));
    }

    /** Whether the recent feed is complete and being followed. */
    public boolean isFollowing() {
        return reason == null;
    }

    /** Why the feed is not followed; null when it is. */
    public String reason() {
        return reason;
    }

    /** The recent feed is complete now. */
    void following() {
        reason = null;
    }

    /** The recent feed is not complete, for the reason given. */
    void notFollowing(String why) {
        reason = why;
    }
}
