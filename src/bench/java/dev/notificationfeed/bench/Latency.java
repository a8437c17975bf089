package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.function.IntConsumer;

/** The latency from topic to reader at a constant rate with thousands of open streams, and the CPU time per frame. */
final class Latency implements Scenario {

    private static final Duration LAST_ONES = Duration.ofSeconds(30);
    private static final int OPENING_AT_ONCE = 200;

    private final boolean fast;

    private Latency(boolean fast) {
        this.fast = fast;
    }

    /** The scenario at the lower rate. */
    static Latency slow() {
        return new Latency(false);
    }

    /** The scenario at the higher rate, compared with Nchan. */
    static Latency fast() {
        return new Latency(true);
    }

    @Override
    public String name() {
        return fast ? "latency-fast" : "latency-slow";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        context.tokens().sign(context.sizes().streams());
        var measurements = new Measurements();
        for (int run = 0; run < context.sizes().runs(); run++) {
            try (var backend = context.backend()) {
                hops(context, backend, measurements);
                service(context, backend, measurements);
            }
            if (fast && Nchan.isInstalled()) {
                nchan(context, measurements);
            }
        }
        context.report().runs(name(), measurements);
        rows(context, measurements);
    }

    private void rows(BenchmarkContext context, Measurements measurements) {
        var what = "append → frame at " + rate(context) + "/s, ";
        var report = context.report();
        for (var percentile : new String[] {"p50", "p99"}) {
            int times = percentile.equals("p50") ? (fast ? 3 : 2) : (fast ? 6 : 4);
            report.add(ReportRow.of(
                    what + percentile,
                    "ms",
                    measurements.median("service " + percentile),
                    "two bare hops",
                    measurements.median("hops " + percentile),
                    Target.timesAtMost(times)));
        }
        report.add(ReportRow.of(what + "frames dropped", "", measurements.median("dropped"), Target.atMost(0)));
        if (fast) {
            report.add(ReportRow.of(
                    "processor time per frame at " + rate(context) + "/s",
                    "µs",
                    measurements.median("service µs"),
                    "Nchan with its publish",
                    measurements.median("nchan µs"),
                    Target.timesAtMost(1.5)));
        }
    }

    private int rate(BenchmarkContext context) {
        return fast ? context.sizes().fast() : context.sizes().slow();
    }

    /** The number of events published in a period. */
    private int events(BenchmarkContext context, Duration time) {
        return (int) time.toSeconds() * rate(context);
    }

    private void hops(BenchmarkContext context, Backend backend, Measurements measurements)
            throws InterruptedException {
        int warming = events(context, context.sizes().warming());
        int all = warming + events(context, context.sizes().measured());
        report(
                context,
                measurements,
                "hops",
                new BareKafkaHops(backend.bootstrapServers()).measure(new ConstantRate(rate(context)), all),
                warming);
    }

    private void service(BenchmarkContext context, Backend backend, Measurements measurements) {
        var samples = new SampleEvents("latency-" + System.nanoTime());
        int streams = context.sizes().streams();
        try (var replica = context.replica(backend);
                var readers = StreamReaders.before(replica, streams, context.tokens());
                var producer = Clients.producer(backend.bootstrapServers())) {
            readers.open(OPENING_AT_ONCE);
            var deliveries = atRate(
                    context,
                    readers,
                    replica.process(),
                    measurements,
                    "service",
                    context.sizes().compiling(),
                    number -> producer.send(SampleEvents.record(Backend.EVENTS, samples, number, number % streams)));
            measurements.add("dropped", deliveries.size() - deliveries.arrivals());
            measurements.add("streams broken", readers.broken());
        }
    }

    private void nchan(BenchmarkContext context, Measurements measurements) throws Exception {
        int streams = context.sizes().streams();
        try (var nchan = context.nchan();
                var readers = nchan.readers(streams);
                var publisher = new NchanPublisher(nchan.address())) {
            readers.open(OPENING_AT_ONCE);
            atRate(
                    context,
                    readers,
                    nchan.process(),
                    measurements,
                    "nchan",
                    context.sizes().warming(),
                    number -> publisher.publish(number, number % streams));
        }
    }

    private Deliveries atRate(
            BenchmarkContext context,
            StreamReaders readers,
            MeasuredProcess server,
            Measurements measurements,
            String who,
            Duration before,
            IntConsumer send) {
        int warming = events(context, before);
        int all = warming + events(context, context.sizes().measured());
        var deliveries = new Deliveries(all);
        readers.report(deliveries);
        var pace = new ConstantRate(rate(context));
        pace.send(0, warming, deliveries, send);
        var usedBefore = server.processorTime();
        int framesBefore = deliveries.arrivals();
        pace.send(warming, all, deliveries, send);
        deliveries.awaitAll(LAST_ONES);
        var used = server.processorTime().minus(usedBefore);
        measurements.add(who + " µs", used.toNanos() / 1_000.0 / (deliveries.arrivals() - framesBefore));
        report(context, measurements, who, deliveries, warming);
        return deliveries;
    }

    private void report(
            BenchmarkContext context, Measurements measurements, String who, Deliveries deliveries, int warming) {
        var latencies = deliveries.latencies(warming);
        measurements.add(who + " p50", latencies.getValueAtPercentile(50) / 1_000.0);
        measurements.add(who + " p99", latencies.getValueAtPercentile(99) / 1_000.0);
        measurements.add(who + " max", latencies.getMaxValue() / 1_000.0);
        context.report().curve(LatencyCurve.of(rate(context) + " events/s", who, latencies));
    }
}
