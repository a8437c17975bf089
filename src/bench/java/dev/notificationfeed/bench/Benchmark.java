package dev.notificationfeed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Measures the service and its yardsticks; see docs/benchmark.md. Run it with {@code ./mvnw verify -Pbench}. */
public final class Benchmark {

    private static final List<Scenario> SCENARIOS = List.of(
            new Ingest(),
            Latency.slow(),
            Latency.fast(),
            new Idle(),
            new MassReconnect(),
            new SmallHeap(),
            new Start(),
            new StoreCommands());

    private Benchmark() {}

    /** Runs the scenarios that the {@code bench.*} properties select; exits with 1 if one of them failed. */
    public static void main(String[] args) throws Exception {
        SilentLogging.on();
        Runtime.getRuntime().addShutdownHook(new Thread(Benchmark::endChildren));
        boolean quick = Boolean.getBoolean("bench.quick");
        int runs = Integer.getInteger("bench.runs", quick ? 1 : 3);
        var facts = Machine.facts();
        var jvm = words("bench.jvm");
        facts.put("sizes", (quick ? "quick: the figures mean nothing" : "full, as in the targets") + ", runs: " + runs);
        var aotCache = AotCache.make(jvm);
        facts.put("service", String.join(" ", jvm) + (aotCache.isEmpty() ? ", no AOT cache" : ", with an AOT cache"));
        facts.put("Nchan", Nchan.isInstalled() ? "one worker, nothing on disk" : "not installed");
        var report = new Report(facts);
        var failed = new ArrayList<String>();
        try (var context = new BenchmarkContext(quick ? Sizes.quick(runs) : Sizes.full(runs), jvm, aotCache, report)) {
            for (var scenario : selected()) {
                measure(scenario, context, failed);
            }
        }
        report.print(System.out);
        report.write(BenchmarkContext.file("report.json"), BenchmarkContext.file("report.html"));
        System.out.println(
                "Written: " + BenchmarkContext.file("report.json") + ", " + BenchmarkContext.file("report.html"));
        failed.forEach(name -> System.out.println("Scenario failed: " + name));
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static void measure(Scenario scenario, BenchmarkContext context, List<String> failed) {
        long start = System.nanoTime();
        try {
            scenario.run(context);
        } catch (Exception e) {
            failed.add(scenario.name());
            e.printStackTrace(System.out);
        }
        System.out.printf("%s: %d s%n", scenario.name(), (System.nanoTime() - start) / 1_000_000_000);
    }

    private static List<Scenario> selected() {
        var only = Set.copyOf(words("bench.only"));
        return SCENARIOS.stream()
                .filter(scenario -> only.isEmpty() || only.contains(scenario.name()))
                .toList();
    }

    private static List<String> words(String property) {
        return Stream.of(System.getProperty(property, "").split("[ ,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Ends all child processes, also when the run is interrupted. */
    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
