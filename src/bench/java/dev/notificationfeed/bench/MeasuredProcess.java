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

/** A child process whose processor time and memory are measured. Its log is in {@code target/bench}. */
final class MeasuredProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration RUN_DEADLINE = Duration.ofMinutes(15);
    private static final long POLL_INTERVAL_NANOS = 5_000_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 2_000;
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
     * @param environment environment variables in addition to those of this process
     * @param command the program and its arguments
     */
    static MeasuredProcess start(String name, Map<String, String> environment, List<String> command) {
        var log = BenchmarkContext.file(name + ".log");
        return new MeasuredProcess(
                name, Command.of(command).set(environment).writeTo(log).start());
    }

    /** Starts the main method of a class, with the JVM and class path of this process. */
    static MeasuredProcess java(String name, Class<?> main, List<String> jvmOptions, String... arguments) {
        var words = new ArrayList<>(List.of(Command.jdk("java"), "-cp", System.getProperty("java.class.path")));
        words.addAll(1, jvmOptions);
        words.add(main.getName());
        words.addAll(List.of(arguments));
        return start(name, Map.of(), words);
    }

    /** Waits until the address answers 200; returns the time since the start of the process. */
    Duration awaitAnswer(URI address) {
        while (!answers(address)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " has ended, log: " + BenchmarkContext.file(name + ".log"));
            }
            if (age().compareTo(PATIENCE) > 0) {
                throw new IllegalStateException(
                        name + " does not answer, log: " + BenchmarkContext.file(name + ".log"));
            }
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
        }
        return age();
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private static boolean answers(URI address) {
        try {
            var call = (HttpURLConnection) address.toURL().openConnection();
            call.setConnectTimeout(REQUEST_TIMEOUT_MILLIS);
            call.setReadTimeout(REQUEST_TIMEOUT_MILLIS);
            return call.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time of the process and its descendants so far. */
    Duration processorTime() {
        return process.family()
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The resident memory of the process and its descendants, in bytes; shared pages count once per process. */
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

    /** Waits until the process ends by itself; returns its exit code. */
    int awaitEnd() {
        return process.awaitExit(RUN_DEADLINE);
    }

    /** Ends the process (SIGTERM), as a rollout does, and waits for its end. */
    void end() {
        process.terminate();
        process.awaitExit(PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
