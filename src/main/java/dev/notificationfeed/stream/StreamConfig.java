package dev.notificationfeed.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Open streams. */
@ConfigMapping(prefix = "notifications.stream")
public interface StreamConfig {

    /** Time between two comments that keep proxies from closing a stream. */
    @WithDefault("15s")
    @DurationMin(millis = 1)
    Duration heartbeat();

    /** Least time between two unread counts on one stream. */
    @WithDefault("250ms")
    @DurationMin(message = "must not be negative")
    Duration unreadInterval();

    /** Time after which a stream ends whose socket took nothing although something waits. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration stuckAfter();

    /**
     * Time after which a stream ends whose client acknowledges nothing although something was sent to it. A heartbeat is
     * sent on every stream, so this and the heartbeat together are how long a client can be gone before it is noticed.
     */
    @WithDefault("40s")
    @DurationMin(millis = 1)
    Duration vanishedAfter();

    /** Streams that one recipient may have open on this replica. */
    @WithDefault("10")
    @Min(1)
    int perRecipient();

    /** Streams that may be open on this replica. */
    @WithDefault("16000")
    @Min(1)
    int perReplica();

    /** The time over which open streams are let go when the replica goes down. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration drain();
}
