package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.function.IntConsumer;

/** From the topic to the reader, at a rate, with thousands of streams open; and what a frame costs the processor. */
final class Latency implements Scenario {

    private static final Duration LAST_ONES = Duration.ofSeconds(30);
    private static final int OPENING_AT_ONCE = 200;

    private final boolean fast;

    private Latency(boolean fast) {
        this.fast = fast;
    }

    /** At the lower rate. */
    static Latency slow() {
        return new Latency(false);
    }

    /** At the higher rate, and beside Nchan. */
    static Latency fast() {
        return new Latency(true);
    }

    @Override
    public String name() {
        return fast ? "latency-fast" : "latency-slow";
    }

    @Override
    public void run(BenchmarkContext lab) throws Exception {
        lab.tokens().sign(lab.sizes().streams());
        var runs = new Runs();
        for (int run = 0; run < lab.sizes().runs(); run++) {
            try (var backend = lab.backend()) {
                hops(lab, backend, runs);
                service(lab, backend, runs);
            }
            if (fast && Nchan.isInstalled()) {
                nchan(lab, runs);
            }
        }
        lab.report().runs(name(), runs);
        rows(lab, runs);
    }

    private void rows(BenchmarkContext lab, Runs runs) {
        var what = "append → frame at " + rate(lab) + "/s, ";
        var report = lab.report();
        for (var percentile : new String[] {"p50", "p99"}) {
            int times = percentile.equals("p50") ? (fast ? 3 : 2) : (fast ? 6 : 4);
            report.add(Row.of(
                    what + percentile,
                    "ms",
                    runs.median("service " + percentile),
                    "two bare hops",
                    runs.median("hops " + percentile),
                    Target.timesAtMost(times)));
        }
        report.add(Row.of(what + "frames dropped", "", runs.median("dropped"), Target.atMost(0)));
        if (fast) {
            report.add(Row.of(
                    "processor time per frame at " + rate(lab) + "/s",
                    "µs",
                    runs.median("service µs"),
                    "Nchan with its publish",
                    runs.median("nchan µs"),
                    Target.timesAtMost(1.5)));
        }
    }

    private int rate(BenchmarkContext lab) {
        return fast ? lab.sizes().fast() : lab.sizes().slow();
    }

    /** How many events are published in that time. */
    private int events(BenchmarkContext lab, Duration time) {
        return (int) time.toSeconds() * rate(lab);
    }

    private void hops(BenchmarkContext lab, Backend backend, Runs runs) throws InterruptedException {
        int warming = events(lab, lab.sizes().warming());
        int all = warming + events(lab, lab.sizes().measured());
        tell(
                lab,
                runs,
                "hops",
                new BareKafkaHops(backend.bootstrapServers()).measure(new ConstantRate(rate(lab)), all),
                warming);
    }

    private void service(BenchmarkContext lab, Backend backend, Runs runs) {
        var samples = new SampleEvents("latency-" + System.nanoTime());
        int streams = lab.sizes().streams();
        try (var replica = lab.replica(backend);
                var swarm = StreamReaders.before(replica, streams, lab.tokens());
                var producer = Clients.producer(backend.bootstrapServers())) {
            swarm.open(OPENING_AT_ONCE);
            var deliveries = atRate(
                    lab,
                    swarm,
                    replica.process(),
                    runs,
                    "service",
                    lab.sizes().compiling(),
                    number -> producer.send(SampleEvents.record(Backend.EVENTS, samples, number, number % streams)));
            runs.add("dropped", deliveries.size() - deliveries.arrivals());
            runs.add("streams broken", swarm.broken());
        }
    }

    private void nchan(BenchmarkContext lab, Runs runs) throws Exception {
        int streams = lab.sizes().streams();
        try (var nchan = lab.nchan();
                var swarm = nchan.swarm(streams);
                var publisher = new NchanPublisher(nchan.address())) {
            swarm.open(OPENING_AT_ONCE);
            atRate(
                    lab,
                    swarm,
                    nchan.process(),
                    runs,
                    "nchan",
                    lab.sizes().warming(),
                    number -> publisher.publish(number, number % streams));
        }
    }

    private Deliveries atRate(
            BenchmarkContext lab,
            StreamReaders swarm,
            Child server,
            Runs runs,
            String who,
            Duration before,
            IntConsumer send) {
        int warming = events(lab, before);
        int all = warming + events(lab, lab.sizes().measured());
        var deliveries = new Deliveries(all);
        swarm.tell(deliveries);
        var pace = new ConstantRate(rate(lab));
        pace.send(0, warming, deliveries, send);
        var usedBefore = server.processorTime();
        int framesBefore = deliveries.arrivals();
        pace.send(warming, all, deliveries, send);
        deliveries.awaitAll(LAST_ONES);
        var used = server.processorTime().minus(usedBefore);
        runs.add(who + " µs", used.toNanos() / 1_000.0 / (deliveries.arrivals() - framesBefore));
        tell(lab, runs, who, deliveries, warming);
        return deliveries;
    }

    private void tell(BenchmarkContext lab, Runs runs, String who, Deliveries deliveries, int warming) {
        var latencies = deliveries.latencies(warming);
        runs.add(who + " p50", latencies.getValueAtPercentile(50) / 1_000.0);
        runs.add(who + " p99", latencies.getValueAtPercentile(99) / 1_000.0);
        runs.add(who + " max", latencies.getMaxValue() / 1_000.0);
        lab.report().curve(LatencyCurve.of(rate(lab) + " events/s", who, latencies));
    }
}
