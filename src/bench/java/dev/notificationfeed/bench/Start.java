package dev.notificationfeed.bench;

/** The time from process start to ready. */
final class Start implements Scenario {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        var measurements = new Measurements();
        var yardstick = OneEndpoint.build();
        try (var backend = context.backend()) {
            for (int run = 0; run < context.sizes().runs(); run++) {
                try (var replica = context.replica(backend)) {
                    measurements.add("service", replica.readyAfter().toMillis());
                    // A killed replica stays in its consumer group until the session times out, and the next one would
                    // wait for that.
                    replica.process().end();
                }
                measurements.add("one endpoint", yardstick.startAndStop().toMillis());
            }
        }
        context.report().runs(name(), measurements);
        context.report()
                .add(ReportRow.of(
                        "process start → ready",
                        "ms",
                        measurements.median("service"),
                        "Quarkus with one endpoint",
                        measurements.median("one endpoint"),
                        Target.timesAtMost(2)));
    }
}
