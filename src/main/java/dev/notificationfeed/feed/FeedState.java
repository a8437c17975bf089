package dev.notificationfeed.feed;

import dev.notificationfeed.dependency.DependencyCheck;
import dev.notificationfeed.dependency.Finding;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the recent feed has been read back and is being followed, and if not, why. */
@ApplicationScoped
class FeedState implements DependencyCheck {

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
    public Uni<Finding> look() {
        String missing = reason;
        return Uni.createFrom().item(missing == null ? Finding.present() : Finding.missing(missing));
    }

    boolean isFollowing() {
        return reason == null;
    }

    /** Why it is not, in words; null when it is. */
    String reason() {
        return reason;
    }

    void following() {
        reason = null;
    }

    void notFollowing(String why) {
        reason = why;
    }
}
