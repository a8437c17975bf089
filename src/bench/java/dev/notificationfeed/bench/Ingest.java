package dev.notificationfeed.bench;

import java.util.concurrent.locks.LockSupport;

/** Events that lie on the topic are taken in: stored, published and committed. */
final class Ingest implements Scenario {

    private static final long LOOK_NANOS = 20_000_000;
    private static final int RECIPIENTS = 10_000;
    private static final int BATCH = 1_000;
    private static final int FEW = 10;
    private static final int ONE_BY_ONE_WARM_UP = 500;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void run(BenchmarkContext lab) throws Exception {
        var runs = new Runs();
        for (int run = 0; run < lab.sizes().runs(); run++) {
            runs.add("service", service(lab));
            yardsticks(lab, runs);
        }
        lab.report().runs(name(), runs);
        lab.report()
                .add(Row.of(
                        "ingest from a backlog",
                        "events/s",
                        runs.median("service"),
                        "bare loop in batches",
                        runs.median("in batches"),
                        Target.timesAtLeast(0.7)));
        lab.report()
                .add(Row.of(
                        "ingest from a backlog",
                        "events/s",
                        runs.median("service"),
                        "bare loop, one by one",
                        runs.median("one by one"),
                        Target.timesAtLeast(8)));
    }

    private static double service(BenchmarkContext lab) throws Exception {
        int warmUp = lab.sizes().warmUp();
        int all = warmUp + lab.sizes().backlog();
        try (var backend = lab.backend()) {
            Backlog.put(backend, Backend.EVENTS, all, RECIPIENTS);
            try (var replica = lab.replica(backend);
                    var offsets = new Offsets(backend.bootstrapServers())) {
                long before = awaitCommitted(warmUp, offsets, replica);
                long start = System.nanoTime();
                awaitCommitted(all, offsets, replica);
                double rate = (all - before) * 1e9 / (System.nanoTime() - start);
                if (offsets.written(Backend.FEED) != all) {
                    throw new IllegalStateException("on the feed are " + offsets.written(Backend.FEED));
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
            LockSupport.parkNanos(LOOK_NANOS);
            committed = offsets.committed();
        }
        return committed;
    }

    private static void yardsticks(BenchmarkContext lab, Runs runs) throws Exception {
        try (var backend = lab.backend()) {
            Backlog.put(backend, BareLoop.IN, lab.sizes().warmUp() + lab.sizes().backlog(), RECIPIENTS);
            try (var loop = new BareLoop(backend, BATCH)) {
                runs.add(
                        "in batches",
                        loop.inBatches(lab.sizes().warmUp(), lab.sizes().backlog()));
            }
            try (var loop = new BareLoop(backend, FEW)) {
                runs.add(
                        "one by one",
                        loop.oneByOne(ONE_BY_ONE_WARM_UP, lab.sizes().oneByOne()));
            }
        }
    }
}
