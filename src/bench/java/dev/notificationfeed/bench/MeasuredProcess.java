package dev.notificationfeed.bench;

import dev.notificationfeed.fixture.ChildProcess;
import dev.notificationfeed.fixture.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A child process with its processor time and memory. Its log is in {@code target/bench}. */
final class MeasuredProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration RUN_DEADLINE = Duration.ofMinutes(15);
    private static final long BETWEEN_LOOKS_NANOS = 5_000_000;
    private static final int LOOK_MILLIS = 2_000;
    private static final int KIBI = 1_024;

    private final String name;
    private final ChildProcess process;
    private final long startedAt = System.nanoTime();

    private MeasuredProcess(String name, ChildProcess process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a process.
     *
     * @param name the name of its log
     * @param environment what it finds in its environment beside what this process has
     * @param command what to run
     */
    static MeasuredProcess start(String name, Map<String, String> environment, List<String> command) {
        var log = BenchmarkContext.file(name + ".log");
        return new MeasuredProcess(
                name, Command.of(command).set(environment).writeTo(log).start());
    }

    /** Runs a class of this class path, with the JVM that runs this. */
    static MeasuredProcess java(String name, Class<?> main, List<String> jvmOptions, String... arguments) {
        var words = new ArrayList<>(List.of(Command.jdk("java"), "-cp", System.getProperty("java.class.path")));
        words.addAll(1, jvmOptions);
        words.add(main.getName());
        words.addAll(List.of(arguments));
        return start(name, Map.of(), words);
    }

    /** Waits until it answers 200; returns how long that took from its start. */
    Duration awaitAnswer(URI address) {
        while (!answers(address)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " has ended, log: " + BenchmarkContext.file(name + ".log"));
            }
            if (age().compareTo(PATIENCE) > 0) {
                throw new IllegalStateException(
                        name + " does not answer, log: " + BenchmarkContext.file(name + ".log"));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return age();
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private static boolean answers(URI address) {
        try {
            var call = (HttpURLConnection) address.toURL().openConnection();
            call.setConnectTimeout(LOOK_MILLIS);
            call.setReadTimeout(LOOK_MILLIS);
            return call.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time that it and its own children have taken so far. */
    Duration processorTime() {
        return process.family()
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The memory that it and its own children hold, in bytes; what two of them share counts once for each. */
    long residentBytes() {
        return process.family().mapToLong(one -> residentBytes(one.pid())).sum();
    }

    private static long residentBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBI)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it ends by itself; returns its exit code. */
    int awaitEnd() {
        return process.awaitExit(RUN_DEADLINE);
    }

    /** Asks it to end (SIGTERM), as a roll-out does, and waits for that. */
    void end() {
        process.terminate();
        process.awaitExit(PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
