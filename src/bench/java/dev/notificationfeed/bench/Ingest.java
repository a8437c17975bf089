package dev.notificationfeed.bench;

import java.util.concurrent.locks.LockSupport;

/** Ingests a backlog on the events topic: store, publish, commit. */
final class Ingest implements Scenario {

    private static final long POLL_INTERVAL_NANOS = 20_000_000;
    private static final int RECIPIENTS = 10_000;
    private static final int BATCH = 1_000;
    private static final int FEW = 10;
    private static final int ONE_BY_ONE_WARM_UP = 500;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        var measurements = new Measurements();
        for (int run = 0; run < context.sizes().runs(); run++) {
            measurements.add("service", service(context));
            yardsticks(context, measurements);
        }
        context.report().runs(name(), measurements);
        context.report()
                .add(ReportRow.of(
                        "ingest from a backlog",
                        "events/s",
                        measurements.median("service"),
                        "bare loop in batches",
                        measurements.median("in batches"),
                        Target.timesAtLeast(0.7)));
        context.report()
                .add(ReportRow.of(
                        "ingest from a backlog",
                        "events/s",
                        measurements.median("service"),
                        "bare loop, one by one",
                        measurements.median("one by one"),
                        Target.timesAtLeast(8)));
    }

    private static double service(BenchmarkContext context) throws Exception {
        int warmUp = context.sizes().warmUp();
        int all = warmUp + context.sizes().backlog();
        try (var backend = context.backend()) {
            Backlog.put(backend, Backend.EVENTS, all, RECIPIENTS);
            try (var replica = context.replica(backend);
                    var offsets = new Offsets(backend.bootstrapServers())) {
                long before = awaitCommitted(warmUp, offsets, replica);
                long start = System.nanoTime();
                awaitCommitted(all, offsets, replica);
                double rate = (all - before) * 1e9 / (System.nanoTime() - start);
                if (offsets.written(Backend.FEED) != all) {
                    throw new IllegalStateException(
                            "unexpected number of feed records: " + offsets.written(Backend.FEED));
                }
                return rate;
            }
        }
    }

    private static long awaitCommitted(long events, Offsets offsets, Replica replica) throws Exception {
        long committed = offsets.committed();
        while (committed < events) {
            if (!replica.process().isAlive()) {
                throw new IllegalStateException("the replica has ended");
            }
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
            committed = offsets.committed();
        }
        return committed;
    }

    private static void yardsticks(BenchmarkContext context, Measurements measurements) throws Exception {
        try (var backend = context.backend()) {
            Backlog.put(
                    backend,
                    BareLoop.IN,
                    context.sizes().warmUp() + context.sizes().backlog(),
                    RECIPIENTS);
            try (var loop = new BareLoop(backend, BATCH)) {
                measurements.add(
                        "in batches",
                        loop.inBatches(context.sizes().warmUp(), context.sizes().backlog()));
            }
            try (var loop = new BareLoop(backend, FEW)) {
                measurements.add(
                        "one by one",
                        loop.oneByOne(ONE_BY_ONE_WARM_UP, context.sizes().oneByOne()));
            }
        }
    }
}
