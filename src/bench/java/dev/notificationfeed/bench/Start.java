package dev.notificationfeed.bench;

/** The time from process start to ready. */
final class Start implements Scenario {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        var runs = new Runs();
        var yardstick = OneEndpoint.build();
        try (var backend = context.backend()) {
            for (int run = 0; run < context.sizes().runs(); run++) {
                try (var replica = context.replica(backend)) {
                    runs.add("service", replica.readyAfter().toMillis());
                    // A killed replica stays in its consumer group until the session times out, and the next one would
                    // wait for that.
                    replica.process().end();
                }
                runs.add("one endpoint", yardstick.startAndStop().toMillis());
            }
        }
        context.report().runs(name(), runs);
        context.report()
                .add(Row.of(
                        "process start → ready",
                        "ms",
                        runs.median("service"),
                        "Quarkus with one endpoint",
                        runs.median("one endpoint"),
                        Target.timesAtMost(2)));
    }
}
