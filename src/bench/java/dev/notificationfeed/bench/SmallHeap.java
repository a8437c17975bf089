package dev.notificationfeed.bench;

import java.time.Duration;

/** The maximum number of streams of a replica, with events, in a small heap. */
final class SmallHeap implements Scenario {

    private static final Duration LAST_ONES = Duration.ofSeconds(30);
    private static final int OPENING_AT_ONCE = 200;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        int streams = context.sizes().idleStreams();
        context.tokens().sign(streams);
        var samples = new SampleEvents("heap-" + System.nanoTime());
        var measurements = new Measurements();
        for (int run = 0; run < context.sizes().runs(); run++) {
            try (var backend = context.backend();
                    var replica = context.smallReplica(backend);
                    var readers = StreamReaders.before(replica, streams, context.tokens());
                    var producer = Clients.producer(backend.bootstrapServers())) {
                readers.open(OPENING_AT_ONCE);
                int events = (int) context.sizes().measured().toSeconds()
                        * context.sizes().slow();
                var deliveries = new Deliveries(events);
                readers.report(deliveries);
                new ConstantRate(context.sizes().slow())
                        .send(
                                0,
                                events,
                                deliveries,
                                number -> producer.send(
                                        SampleEvents.record(Backend.EVENTS, samples, number, number % streams)));
                measurements.add("lost", deliveries.awaitAll(LAST_ONES) + readers.broken());
                measurements.add("heap MiB", replica.metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20));
            }
        }
        context.report().runs(name(), measurements);
        context.report()
                .add(ReportRow.of(
                        streams + " streams, " + context.sizes().slow()
                                + " events/s in 256 MiB: frames and streams lost",
                        "",
                        measurements.median("lost"),
                        Target.atMost(0)));
    }
}
