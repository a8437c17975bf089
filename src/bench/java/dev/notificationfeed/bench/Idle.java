package dev.notificationfeed.bench;

import java.util.concurrent.TimeUnit;

/** What a stream costs in memory on which nothing happens. */
final class Idle implements Scenario {

    private static final double KIBI = 1_024;
    private static final int OPENING_AT_ONCE = 200;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(BenchmarkContext lab) throws Exception {
        lab.tokens().sign(lab.sizes().idleStreams());
        var runs = new Runs();
        for (int run = 0; run < lab.sizes().runs(); run++) {
            try (var backend = lab.backend();
                    var replica = lab.smallReplica(backend);
                    var swarm = StreamReaders.before(replica, lab.sizes().idleStreams(), lab.tokens())) {
                runs.add("service", perStream(lab, replica.process(), swarm));
            }
            if (Nchan.isInstalled()) {
                try (var nchan = lab.nchan();
                        var swarm = nchan.swarm(lab.sizes().idleStreams())) {
                    runs.add("nchan", perStream(lab, nchan.process(), swarm));
                }
            }
        }
        lab.report().runs(name(), runs);
        lab.report()
                .add(Row.of(
                        "memory of an idle stream",
                        "KiB",
                        runs.median("service"),
                        "Nchan",
                        runs.median("nchan"),
                        Target.timesAtMost(1)));
    }

    private static double perStream(BenchmarkContext lab, Child server, StreamReaders swarm)
            throws InterruptedException {
        settle(lab);
        long before = server.residentBytes();
        swarm.open(OPENING_AT_ONCE);
        settle(lab);
        return (server.residentBytes() - before) / KIBI / swarm.open();
    }

    /** Long enough for two heartbeats: what each stream needs for one has been there, then. */
    private static void settle(BenchmarkContext lab) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(lab.sizes().settling().toNanos());
    }
}
