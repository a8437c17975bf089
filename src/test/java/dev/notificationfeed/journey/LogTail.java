package dev.notificationfeed.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a replica logs from a moment on, at the levels that production shows. */
final class LogTail {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final int before;

    /**
     * A line of the log.
     *
     * @param level e.g. {@code WARN}
     * @param message the text
     */
    record Entry(String level, String message) {}

    private LogTail(Path log) {
        this.log = log;
        this.before = lines(log).size();
    }

    /** What is logged from now on. */
    static LogTail of(ServiceProcess service) {
        return new LogTail(service.log());
    }

    /** All of it until now. */
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (var line : lines(log).subList(before, lines(log).size())) {
            entries.add(entry(line));
        }
        return entries;
    }

    /** Those whose message holds the text. */
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
