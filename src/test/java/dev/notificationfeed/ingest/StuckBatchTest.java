package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.ingest.StepOutages.Outage;
import java.time.Duration;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StuckBatchTest {

    private static final Duration STUCK_AFTER = Duration.ofSeconds(30);

    private long nanos;
    private boolean storeUp = true;
    private final StepOutages outages = new StepOutages(() -> nanos);
    private final StuckBatch stuck = new StuckBatch(outages, () -> storeUp, STUCK_AFTER, () -> nanos);
    private final Outage publishing = outages.of("publish");

    @BeforeEach
    void fail() {
        publishing.failed(new NotEnoughReplicasException("too few replicas"));
    }

    @Test
    void saysStepTimeAndReasonOfABatchThatWaitsForTooLong() {
        after(29);
        assertThat(stuck.reason()).isEmpty();

        after(2);
        assertThat(stuck.reason()).contains("a batch has waited for 31 s in step \"publish\": too few replicas");
    }

    @Test
    void saysTheLastReason() {
        after(31);
        publishing.failed(new NotEnoughReplicasException("still too few"));

        assertThat(stuck.reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("31 s", "still too few"));
    }

    @Test
    void saysNothingOnceTheStepSucceeded() {
        after(31);
        publishing.over();

        assertThat(stuck.reason()).isEmpty();
    }

    /** The check of MongoDB says it, and may be tolerated for longer. */
    @Test
    void saysNothingWhileTheStoreIsDownAndShortlyAfter() {
        storeUp = false;
        after(60);
        assertThat(stuck.reason()).isEmpty();

        storeUp = true;
        after(29);
        assertThat(stuck.reason()).isEmpty();

        after(2);
        assertThat(stuck.reason()).isPresent();
    }

    private void after(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
