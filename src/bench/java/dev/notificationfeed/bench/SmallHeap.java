package dev.notificationfeed.bench;

import java.time.Duration;

/** As many streams as a replica may have, and events, in a small heap. */
final class SmallHeap implements Scenario {

    private static final Duration LAST_ONES = Duration.ofSeconds(30);
    private static final int OPENING_AT_ONCE = 200;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public void run(BenchmarkContext lab) throws Exception {
        int streams = lab.sizes().idleStreams();
        lab.tokens().sign(streams);
        var samples = new SampleEvents("heap-" + System.nanoTime());
        var runs = new Runs();
        for (int run = 0; run < lab.sizes().runs(); run++) {
            try (var backend = lab.backend();
                    var replica = lab.smallReplica(backend);
                    var swarm = StreamReaders.before(replica, streams, lab.tokens());
                    var producer = Clients.producer(backend.bootstrapServers())) {
                swarm.open(OPENING_AT_ONCE);
                int events =
                        (int) lab.sizes().measured().toSeconds() * lab.sizes().slow();
                var deliveries = new Deliveries(events);
                swarm.tell(deliveries);
                new ConstantRate(lab.sizes().slow())
                        .send(
                                0,
                                events,
                                deliveries,
                                number -> producer.send(
                                        SampleEvents.record(Backend.EVENTS, samples, number, number % streams)));
                runs.add("lost", deliveries.awaitAll(LAST_ONES) + swarm.broken());
                runs.add("heap MiB", replica.metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20));
            }
        }
        lab.report().runs(name(), runs);
        lab.report()
                .add(Row.of(
                        streams + " streams, " + lab.sizes().slow() + " events/s in 256 MiB: frames and streams lost",
                        "",
                        runs.median("lost"),
                        Target.atMost(0)));
    }
}
