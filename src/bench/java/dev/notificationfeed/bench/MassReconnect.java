package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.Map;

/** All streams are cut at once; all readers reconnect at once with their last position and receive what they missed. */
final class MassReconnect implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OPENING_AT_ONCE = 200;

    @Override
    public String name() {
        return "return";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        context.tokens().sign(context.sizes().streams());
        var measurements = new Measurements();
        service(context, measurements);
        if (Nchan.isInstalled()) {
            nchan(context, measurements);
        }
        context.report().runs(name(), measurements);
        var what = context.sizes().streams() + " streams reconnect";
        context.report()
                .add(ReportRow.of(
                        what,
                        "ms",
                        measurements.median("service"),
                        "Nchan accepts as many",
                        measurements.median("nchan"),
                        Target.timesAtMost(2)));
        context.report()
                .add(ReportRow.of(what + ", failed connects", "", measurements.median("failed"), Target.atMost(0)));
        context.report()
                .add(ReportRow.of(what + ", store commands", "", measurements.median("commands"), Target.atMost(199)));
    }

    private static void service(BenchmarkContext context, Measurements measurements) throws Exception {
        try (var backend = context.backend();
                var replica = context.replica(backend);
                var offsets = new Offsets(backend.bootstrapServers());
                var readers = StreamReaders.before(replica, context.sizes().streams(), context.tokens())) {
            readers.open(OPENING_AT_ONCE);
            for (int run = 0; run < context.sizes().runs(); run++) {
                readers.cut();
                long published = offsets.written(Backend.FEED);
                Backlog.put(
                        backend,
                        Backend.EVENTS,
                        context.sizes().missed(),
                        context.sizes().streams());
                while (offsets.written(Backend.FEED)
                        < published + context.sizes().missed()) {
                    Thread.onSpinWait();
                }
                int failures = readers.failures();
                var before = backend.commands();
                measurements.add("service", reconnect(context, readers));
                var sent = Backend.difference(before, backend.commands());
                measurements.add("commands", total(sent));
                measurements.add("failed", readers.failures() - failures);
            }
            readers.reasons().forEach((why, times) -> System.out.println("failed connects: " + times + " × " + why));
        }
    }

    private static double total(Map<String, Long> commands) {
        return commands.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void nchan(BenchmarkContext context, Measurements measurements) throws Exception {
        try (var nchan = context.nchan();
                var readers = nchan.readers(context.sizes().streams());
                var publisher = new NchanPublisher(nchan.address())) {
            readers.open(OPENING_AT_ONCE);
            giveEachAPosition(context, readers, publisher);
            for (int run = 0; run < context.sizes().runs(); run++) {
                readers.cut();
                for (int number = 0; number < context.sizes().missed(); number++) {
                    publisher.publish(number, number);
                }
                measurements.add("nchan", reconnect(context, readers));
            }
        }
    }

    /** An Nchan subscriber has no position before its first message. */
    private static void giveEachAPosition(BenchmarkContext context, StreamReaders readers, NchanPublisher publisher) {
        var first = new Deliveries(context.sizes().streams());
        readers.report(first);
        for (int number = 0; number < first.size(); number++) {
            publisher.publish(number, number);
        }
        first.awaitAll(PATIENCE);
    }

    /** The milliseconds until all streams are open again and have received what they missed. */
    private static double reconnect(BenchmarkContext context, StreamReaders readers) {
        var missed = new Deliveries(context.sizes().missed());
        readers.report(missed);
        long start = System.nanoTime();
        readers.open(context.sizes().streams());
        int lost = missed.awaitAll(PATIENCE);
        if (lost > 0 || missed.duplicates() > 0) {
            throw new IllegalStateException("never delivered: " + lost + ", duplicates: " + missed.duplicates());
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
