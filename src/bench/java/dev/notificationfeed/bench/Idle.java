package dev.notificationfeed.bench;

import java.util.concurrent.TimeUnit;

/** The memory that an idle stream costs. */
final class Idle implements Scenario {

    private static final double KIBI = 1_024;
    private static final int OPENING_AT_ONCE = 200;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        context.tokens().sign(context.sizes().idleStreams());
        var measurements = new Measurements();
        for (int run = 0; run < context.sizes().runs(); run++) {
            try (var backend = context.backend();
                    var replica = context.smallReplica(backend);
                    var readers = StreamReaders.before(replica, context.sizes().idleStreams(), context.tokens())) {
                measurements.add("service", perStream(context, replica.process(), readers));
            }
            if (Nchan.isInstalled()) {
                try (var nchan = context.nchan();
                        var readers = nchan.readers(context.sizes().idleStreams())) {
                    measurements.add("nchan", perStream(context, nchan.process(), readers));
                }
            }
        }
        context.report().runs(name(), measurements);
        context.report()
                .add(ReportRow.of(
                        "memory of an idle stream",
                        "KiB",
                        measurements.median("service"),
                        "Nchan",
                        measurements.median("nchan"),
                        Target.timesAtMost(1)));
    }

    private static double perStream(BenchmarkContext context, MeasuredProcess server, StreamReaders readers)
            throws InterruptedException {
        awaitIdle(context);
        long before = server.residentBytes();
        readers.open(OPENING_AT_ONCE);
        awaitIdle(context);
        return (server.residentBytes() - before) / KIBI / readers.open();
    }

    /** Long enough for two heartbeats, so that the memory that a heartbeat needs is included. */
    private static void awaitIdle(BenchmarkContext context) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(context.sizes().settling().toNanos());
    }
}
