package dev.notificationfeed.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The Dockerfile as a list of instructions. */
final class Dockerfile {

    private static final Path FILE = Path.of("deploy", "docker", "Dockerfile");

    /**
     * One instruction.
     *
     * @param name its first word, e.g. {@code COPY}
     * @param words the other words, including options
     */
    record Instruction(String name, List<String> words) {

        /** The value of an option such as {@code --from=build}, if present. */
        Stream<String> option(String option) {
            var start = "--" + option + "=";
            return words.stream().filter(word -> word.startsWith(start)).map(word -> word.substring(start.length()));
        }

        /** The sources of a COPY; the last word is the destination. */
        List<String> sources() {
            var paths = words.stream().filter(word -> !word.startsWith("--")).toList();
            return paths.subList(0, paths.size() - 1);
        }

        String text() {
            return String.join(" ", words);
        }
    }

    private Dockerfile() {}

    static List<Instruction> instructions() {
        try {
            return Files.readString(FILE)
                    .replace("\\\n", " ")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.trim().split("\\s+")))
                    .map(words -> new Instruction(words.get(0), words.subList(1, words.size())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All instructions with a name. */
    static Stream<Instruction> all(String name) {
        return instructions().stream().filter(instruction -> instruction.name().equals(name));
    }

    /** The last instruction with a name, which is the effective one for the image. */
    static Instruction last(String name) {
        return all(name).reduce((earlier, later) -> later).orElseThrow();
    }
}
