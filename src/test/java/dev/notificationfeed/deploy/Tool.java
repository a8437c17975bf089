package dev.notificationfeed.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Programs that may be installed on the machine. */
final class Tool {

    private Tool() {}

    /** Whether a program is on the PATH. */
    static boolean isThere(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, name).canExecute());
    }

    /** Whether a command succeeds. */
    static boolean works(List<String> words, String command) {
        try {
            run(Stream.concat(words.stream(), Stream.of(command)).toArray(String[]::new));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * Runs a command and returns its output.
     *
     * @throws IllegalStateException if the command fails, with its output
     */
    static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
