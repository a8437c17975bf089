package dev.notificationfeed.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends streams in equal slices over a time. Blocks, because the thread of the shutdown must wait for it. */
final class Drain {

    private static final int SLICES = 20;

    private final Duration time;

    Drain(Duration time) {
        this.time = time;
    }

    void end(Collection<RecipientStreams> open) throws InterruptedException {
        List<FeedStream> streams =
                open.stream().flatMap(of -> of.streams().stream()).toList();
        int perSlice = Math.max(1, (streams.size() + SLICES - 1) / SLICES);
        for (int from = 0; from < streams.size(); from += perSlice) {
            streams.subList(from, Math.min(streams.size(), from + perSlice)).forEach(FeedStream::shutDown);
            TimeUnit.NANOSECONDS.sleep(time.dividedBy(SLICES).toNanos());
        }
    }
}
