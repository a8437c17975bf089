package dev.notificationfeed.feed;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.kafka.Topics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the recent feed has been read back and is being followed, and if not, why. */
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

    public boolean isFollowing() {
        return reason == null;
    }

    /** Why it is not, in words; null when it is. */
    public String reason() {
        return reason;
    }

    public void following() {
        reason = null;
    }

    public void notFollowing(String why) {
        reason = why;
    }
}
