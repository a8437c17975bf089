package dev.notificationfeed.feed;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The recent feed and the outbox relay. */
@ConfigMapping(prefix = "notifications.feed")
public interface FeedConfig {

    /** How long a record stays in the recent feed. The topic's retention should be at least four times as long. */
    @WithDefault("15m")
    @DurationMin(millis = 1)
    Duration recentTime();

    /** How many records stay in the recent feed. */
    @WithDefault("100000")
    @Min(1)
    int recentRecords();

    /** How many bytes of frames stay in the recent feed. */
    @WithDefault("64M")
    MemorySize recentBytes();

    /** How long the version of an item is remembered at least, also when its record has left the recent feed. */
    @WithDefault("6h")
    @DurationMin(millis = 1)
    Duration versionsTime();

    /** Of how many items the versions are remembered at least; twice as many at most, at about 30 bytes each. */
    @WithDefault("500000")
    @Min(1)
    @Max(10_000_000)
    int versionsItems();

    /** Time between two runs of the outbox relay. Publications must be out within two seconds of being due. */
    @WithDefault("250ms")
    @WithName("sweep-interval")
    @DurationMin(millis = 1)
    Duration relayInterval();

    /** Time between two searches for items whose retention ends. They are removed an hour later. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 600)
    Duration retentionEndInterval();

    /** How long a publication that one replica has claimed is hidden from the relays of the others. */
    @WithDefault("5s")
    @WithName("sweep-claim")
    @DurationMin(millis = 1)
    Duration relayClaim();

    /** The maximum number of publications that the relay claims and publishes at once. */
    @WithDefault("200")
    @Min(1)
    @WithName("sweep-batch")
    int relayBatch();
}
