package dev.notificationfeed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Measures the service beside its yardsticks: docs/benchmark.md says how, and {@code ./mvnw verify -Pbench} runs it. */
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

    /** Runs what the properties {@code bench.*} ask for; ends with 1 if something could not be measured. */
    public static void main(String[] args) throws Exception {
        SilentLogging.loggers();
        Runtime.getRuntime().addShutdownHook(new Thread(Benchmark::endChildren));
        boolean quick = Boolean.getBoolean("bench.quick");
        int runs = Integer.getInteger("bench.runs", quick ? 1 : 3);
        var facts = Machine.facts();
        var jvm = words("bench.jvm");
        facts.put(
                "sizes", (quick ? "quick: the figures mean nothing" : "as the targets name them") + ", runs: " + runs);
        var aotCache = AotCache.make(jvm);
        facts.put("service", String.join(" ", jvm) + (aotCache.isEmpty() ? ", no AOT cache" : ", with an AOT cache"));
        facts.put("Nchan", Nchan.isInstalled() ? "one worker, nothing on disk" : "not installed");
        var report = new Report(facts);
        var failed = new ArrayList<String>();
        try (var lab = new BenchmarkContext(quick ? Sizes.quick(runs) : Sizes.full(runs), jvm, aotCache, report)) {
            for (var scenario : asked()) {
                measure(scenario, lab, failed);
            }
        }
        report.print(System.out);
        report.write(BenchmarkContext.file("report.json"), BenchmarkContext.file("report.html"));
        System.out.println(
                "Written: " + BenchmarkContext.file("report.json") + ", " + BenchmarkContext.file("report.html"));
        failed.forEach(name -> System.out.println("Could not be measured: " + name));
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private static void measure(Scenario scenario, BenchmarkContext lab, List<String> failed) {
        long start = System.nanoTime();
        try {
            scenario.run(lab);
        } catch (Exception e) {
            failed.add(scenario.name());
            e.printStackTrace(System.out);
        }
        System.out.printf("%s: %d s%n", scenario.name(), (System.nanoTime() - start) / 1_000_000_000);
    }

    private static List<Scenario> asked() {
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

    /** Also when it is broken off: nothing may go on in the background. */
    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
