package dev.notificationfeed.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
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

    /** Time in which the unread counts of all recipients who have streams are compared with the store once. */
    @WithDefault("4m")
    @DurationMin(millis = 1)
    Duration unreadCheckedEvery();

    /** Time for which the unread count of a recipient is kept up to date after the last stream. */
    @WithDefault("60s")
    @DurationMin(message = "must not be negative")
    Duration unreadKept();

    /** The highest unread count on a stream; a recipient with more unread items gets this number. */
    @WithDefault("10000")
    @Min(1)
    @Max(100_000)
    int unreadMost();

    /** Time after which a stream ends if its socket takes nothing although bytes wait. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration stuckAfter();

    /**
     * Time after which a stream ends if its client does not acknowledge what was sent. Every stream sends heartbeats, so a
     * client that vanished is detected after this and the heartbeat together.
     */
    @WithDefault("40s")
    @DurationMin(millis = 1)
    Duration vanishedAfter();

    /** Maximum number of open streams of one recipient on this replica. Another one ends the oldest. */
    @WithDefault("10")
    @Min(1)
    int perRecipient();

    /** Maximum number of open streams on this replica. */
    @WithDefault("16000")
    @Min(1)
    int perReplica();

    /** Time over which open streams are ended when the replica shuts down. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration drain();
}
