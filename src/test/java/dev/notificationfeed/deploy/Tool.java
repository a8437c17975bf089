package dev.notificationfeed.deploy;

import dev.notificationfeed.fixture.Command;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs that may not be installed. */
final class Tool {

    private static final Duration DEADLINE = Duration.ofMinutes(10);

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
        var result = Command.of(command).run(DEADLINE);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(List.of(command) + " failed: " + result.output());
        }
        return result.output();
    }
}
