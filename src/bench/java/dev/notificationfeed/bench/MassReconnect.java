package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.Map;

/** All streams are cut at once, and all readers come back at once, each with its last position, to what they missed. */
final class MassReconnect implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OPENING_AT_ONCE = 200;

    @Override
    public String name() {
        return "return";
    }

    @Override
    public void run(BenchmarkContext lab) throws Exception {
        lab.tokens().sign(lab.sizes().streams());
        var runs = new Runs();
        service(lab, runs);
        if (Nchan.isInstalled()) {
            nchan(lab, runs);
        }
        lab.report().runs(name(), runs);
        var what = lab.sizes().streams() + " streams come back";
        lab.report()
                .add(Row.of(
                        what,
                        "ms",
                        runs.median("service"),
                        "Nchan accepts as many",
                        runs.median("nchan"),
                        Target.timesAtMost(2)));
        lab.report().add(Row.of(what + ", failed connects", "", runs.median("failed"), Target.atMost(0)));
        lab.report().add(Row.of(what + ", store commands", "", runs.median("commands"), Target.atMost(199)));
    }

    private static void service(BenchmarkContext lab, Runs runs) throws Exception {
        try (var backend = lab.backend();
                var replica = lab.replica(backend);
                var offsets = new Offsets(backend.bootstrapServers());
                var swarm = StreamReaders.before(replica, lab.sizes().streams(), lab.tokens())) {
            swarm.open(OPENING_AT_ONCE);
            for (int run = 0; run < lab.sizes().runs(); run++) {
                swarm.cut();
                long published = offsets.written(Backend.FEED);
                Backlog.put(
                        backend,
                        Backend.EVENTS,
                        lab.sizes().missed(),
                        lab.sizes().streams());
                while (offsets.written(Backend.FEED) < published + lab.sizes().missed()) {
                    Thread.onSpinWait();
                }
                int failures = swarm.failures();
                var before = backend.commands();
                runs.add("service", comeBack(lab, swarm));
                var sent = Backend.difference(before, backend.commands());
                runs.add("commands", total(sent));
                runs.add("failed", swarm.failures() - failures);
            }
            swarm.reasons().forEach((why, times) -> System.out.println("failed connects: " + times + " × " + why));
        }
    }

    private static double total(Map<String, Long> commands) {
        return commands.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void nchan(BenchmarkContext lab, Runs runs) throws Exception {
        try (var nchan = lab.nchan();
                var swarm = nchan.swarm(lab.sizes().streams());
                var publisher = new NchanPublisher(nchan.address())) {
            swarm.open(OPENING_AT_ONCE);
            giveEachAPosition(lab, swarm, publisher);
            for (int run = 0; run < lab.sizes().runs(); run++) {
                swarm.cut();
                for (int number = 0; number < lab.sizes().missed(); number++) {
                    publisher.publish(number, number);
                }
                runs.add("nchan", comeBack(lab, swarm));
            }
        }
    }

    /** With Nchan, a reader that has been sent nothing has none. */
    private static void giveEachAPosition(BenchmarkContext lab, StreamReaders swarm, NchanPublisher publisher) {
        var first = new Deliveries(lab.sizes().streams());
        swarm.tell(first);
        for (int number = 0; number < first.size(); number++) {
            publisher.publish(number, number);
        }
        first.awaitAll(PATIENCE);
    }

    /** The milliseconds until all are open again and have what they missed. */
    private static double comeBack(BenchmarkContext lab, StreamReaders swarm) {
        var missed = new Deliveries(lab.sizes().missed());
        swarm.tell(missed);
        long start = System.nanoTime();
        swarm.open(lab.sizes().streams());
        int lost = missed.awaitAll(PATIENCE);
        if (lost > 0 || missed.duplicates() > 0) {
            throw new IllegalStateException("missed for good: " + lost + ", seen twice: " + missed.duplicates());
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
