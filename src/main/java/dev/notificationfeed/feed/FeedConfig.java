package dev.notificationfeed.feed;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The recent feed, its publisher and its sweep. */
@ConfigMapping(prefix = "notifications.feed")
public interface FeedConfig {

    /** How long a record stays in the recent feed. The topic's retention should be at least four times this. */
    @WithDefault("15m")
    Duration recentTime();

    /** How many records stay in the recent feed. */
    @WithDefault("100000")
    @Min(1)
    int recentRecords();

    /** How many bytes of frames stay in the recent feed. */
    @WithDefault("64M")
    MemorySize recentBytes();

    /** Time between two sweeps for publications that are due: a good part of the two seconds within which they are told. */
    @WithDefault("250ms")
    @WithName("sweep-interval")
    Duration relayInterval();

    /** How long a publication claimed by one replica's sweep is left alone by the others. */
    @WithDefault("5s")
    @WithName("sweep-claim")
    Duration relayClaim();

    /** The most publications that one sweep claims before it publishes them. */
    @WithDefault("200")
    @Min(1)
    @WithName("sweep-batch")
    int relayBatch();
}
