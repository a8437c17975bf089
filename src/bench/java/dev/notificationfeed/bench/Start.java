package dev.notificationfeed.bench;

/** How soon a process can be used. */
final class Start implements Scenario {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(BenchmarkContext lab) throws Exception {
        var runs = new Runs();
        var yardstick = OneEndpoint.build();
        try (var backend = lab.backend()) {
            for (int run = 0; run < lab.sizes().runs(); run++) {
                try (var replica = lab.replica(backend)) {
                    runs.add("service", replica.readyAfter().toMillis());
                    // One that is killed stays in its group for a while, and the next one waits for that.
                    replica.process().end();
                }
                runs.add("one endpoint", yardstick.startAndStop().toMillis());
            }
        }
        lab.report().runs(name(), runs);
        lab.report()
                .add(Row.of(
                        "process start → ready",
                        "ms",
                        runs.median("service"),
                        "Quarkus with one endpoint",
                        runs.median("one endpoint"),
                        Target.timesAtMost(2)));
    }
}
