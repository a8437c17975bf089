package dev.notificationfeed.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The log lines of a replica from a moment on, at production levels. */
final class LogTail {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final int before;

    /**
     * One log line.
     *
     * @param level e.g. {@code WARN}
     * @param message the text
     */
    record Entry(String level, String message) {}

    private LogTail(Path log) {
        this.log = log;
        this.before = lines(log).size();
    }

    /** Starts at the current end of the log. */
    static LogTail of(ServiceProcess service) {
        return new LogTail(service.log());
    }

    /** All lines so far. */
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (var line : lines(log).subList(before, lines(log).size())) {
            entries.add(entry(line));
        }
        return entries;
    }

    /** The lines whose message contains the text. */
    List<Entry> entries(String text) {
        return entries().stream()
                .filter(entry -> entry.message().contains(text))
                .toList();
    }

    private static Entry entry(String line) {
        try {
            JsonNode entry = JSON.readTree(line);
            return new Entry(entry.path("level").asText(), entry.path("message").asText());
        } catch (IOException noJson) {
            return new Entry("", line);
        }
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
