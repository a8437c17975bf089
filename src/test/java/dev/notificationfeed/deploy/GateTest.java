package dev.notificationfeed.deploy;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Answers;
import dev.notificationfeed.fixture.Answers.Answer;
import dev.notificationfeed.fixture.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gate says and how it ends, by the table that its users go by. */
class GateTest {

    private static final String LIST = "notifications.list";
    private static final String STREAM = "notifications.stream";
    private static final Answer GOOD = new Answer(
            200,
            "{\"version\":\"1.0.0\",\"capabilities\":{\"notifications.list\":{\"available\":true},"
                    + "\"notifications.stream\":{\"available\":true}}}");
    private static final Answer MISSING = new Answer(
            424,
            "{\"type\":\"urn:problem-type:notification-feed:prerequisite-missing\",\"status\":424,"
                    + "\"detail\":\"missing: notifications.stream\",\"code\":\"prerequisite-missing\",\"missing\":"
                    + "[{\"capability\":\"notifications.stream\",\"reason\":\"topic notification-feed does not exist\"}]}");

    private static final Pattern ROW = Pattern.compile("\\| `(\\d)` \\|[^|]*\\|[^|`]*`([^`]+)`[^|]*\\|");
    private static final Map<Integer, String> DOCUMENTED = documented();
    private static final Map<Case, Answers> SERVERS = new EnumMap<>(Case.class);
    private static final Map<Case, Gate> GATES = new EnumMap<>(Case.class);

    private static Gate unhurried;

    /** Servers, and the exit code of a gate before them. */
    private enum Case {
        READY(0, GOOD),
        READY_ALWAYS(0, GOOD),
        READY_AT_LAST(0, new Answer(404, ""), new Answer(503, ""), MISSING, GOOD),
        TOPIC_MISSING(1, MISSING),
        REFUSING_THE_QUESTION(2, new Answer(400, "{\"detail\":\"require must name at least one capability\"}")),
        TOO_OLD(4, new Answer(404, "{\"status\":404,\"code\":\"not-found\"}")),
        NOT_READY(5, new Answer(503, "")),
        PAGE_FOR_EVERY_PATH(6, new Answer(200, "<!doctype html><title>notifications.list</title>")),
        NOT_ALL_THAT_WAS_ASKED_FOR(
                6, new Answer(200, "{\"capabilities\":{\"notifications.list\":{\"available\":true}}}")),
        FAULTY(6, new Answer(500, ""));

        private final int exitCode;
        private final Answer[] answers;

        Case(int exitCode, Answer... answers) {
            this.exitCode = exitCode;
            this.answers = answers;
        }
    }

    /** All at the same time: each waits for its limit. */
    @BeforeAll
    static void startAll() {
        for (var each : Case.values()) {
            var server = Answers.of(each.answers);
            SERVERS.put(each, server);
            GATES.put(each, Gate.start(each.exitCode == 0 ? patient(server.url()) : hasty(server.url()), LIST, STREAM));
        }
        unhurried =
                Gate.start(Map.of("GATE_URL", SERVERS.get(Case.READY_ALWAYS).url(), "GATE_LIMIT", "1"), LIST, STREAM);
    }

    @AfterAll
    static void stopAll() {
        unhurried.close();
        GATES.values().forEach(Gate::close);
        SERVERS.values().forEach(Answers::close);
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void endsAsDocumented(Case each) {
        var gate = GATES.get(each);

        assertThat(gate.awaitExit()).as("%s", gate.lines()).isEqualTo(each.exitCode);
        assertThat(gate.lastLine()).contains(DOCUMENTED.get(each.exitCode));
    }

    @Test
    void saysWhatIsMissingAndWhy() {
        var gate = GATES.get(Case.TOPIC_MISSING);
        gate.awaitExit();

        assertThat(gate.lastLine()).endsWith("missing: notifications.stream (topic notification-feed does not exist)");
    }

    @Test
    void asksForAllAtOnceAndFiveTimesInARow() {
        GATES.get(Case.READY).awaitExit();

        assertThat(SERVERS.get(Case.READY).requests())
                .hasSize(5)
                .containsOnly("/api/capabilities/check?require=notifications.list&require=notifications.stream");
    }

    @Test
    void countsAnewAfterEachNo() {
        try (var server = Answers.of(GOOD, GOOD, MISSING, GOOD, GOOD, GOOD, GOOD, new Answer(404, ""), GOOD);
                var gate = Gate.start(patient(server.url()), LIST, STREAM)) {
            assertThat(gate.awaitExit()).isZero();
            assertThat(server.requests()).hasSize(13);
        }
    }

    @Test
    void takesTwentySecondsForFiveAnswersUnlessToldOtherwise() {
        assertThat(unhurried.awaitExit()).isEqualTo(2);
        assertThat(unhurried.lines()).anyMatch(line -> line.contains("after 2 of 5 answers"));
    }

    @Test
    void followsNoRedirectToAPageThatAnswers() {
        var signIn = new Answer(
                302, "", Map.of("Location", SERVERS.get(Case.READY_ALWAYS).url()));
        try (var server = Answers.of(signIn);
                var gate = Gate.start(hasty(server.url()), LIST)) {
            assertThat(gate.awaitExit()).isEqualTo(6);
            assertThat(gate.lastLine()).contains("302", DOCUMENTED.get(6));
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        try (var gate = Gate.start(hasty("http://localhost:" + Ports.free()), LIST)) {
            assertThat(gate.awaitExit()).isEqualTo(3);
            assertThat(gate.lastLine()).contains(DOCUMENTED.get(3));
        }
    }

    @Test
    void takesWhatIsRequiredFromAFile(@TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve("requires.txt"), "# all\nnotifications.list # the table\n\n" + STREAM);
        try (var server = Answers.of(GOOD);
                var gate = Gate.start(with(patient(server.url()), "GATE_REQUIRE_FILE", file.toString()))) {
            assertThat(gate.awaitExit()).isZero();
            assertThat(server.requests())
                    .containsOnly("/api/capabilities/check?require=" + LIST + "&require=" + STREAM);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GATE_URL, '', notifications.list, GATE_URL must be",
        "GATE_URL, ftp://localhost, notifications.list, GATE_URL must be",
        "GATE_URL, http://localhost, '', name what is required",
        "GATE_URL, http://localhost, list&require=x, a capability is named",
        "GATE_REQUIRE_FILE, no-such-file, notifications.list, cannot be read",
        "GATE_IN_A_ROW, 0, notifications.list, GATE_IN_A_ROW must be",
        "GATE_LIMIT, 5m, notifications.list, GATE_LIMIT must be",
        "GATE_INTERVAL, soon, notifications.list, GATE_INTERVAL and GATE_TIMEOUT must be",
    })
    void refusesWrongUse(String setting, String value, String required, String said) {
        try (var gate = Gate.start(with(hasty("http://localhost"), setting, value), required)) {
            assertThat(gate.awaitExit()).isEqualTo(2);
            assertThat(gate.lines()).anyMatch(line -> line.contains(said));
            assertThat(gate.lastLine()).contains(DOCUMENTED.get(2));
        }
    }

    /** Of a gate that is to give up. */
    private static Map<String, String> hasty(String url) {
        return Map.of("GATE_URL", url, "GATE_INTERVAL", "0.1", "GATE_LIMIT", "1");
    }

    /** Of one that is to open, on a slow machine too. */
    private static Map<String, String> patient(String url) {
        return with(hasty(url), "GATE_LIMIT", "60");
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        var changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    /** What the last line holds, by exit code. */
    private static Map<Integer, String> documented() {
        return Arrays.stream(guide().split("\n"))
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .collect(toMap(row -> Integer.valueOf(row.group(1)), row -> row.group(2)));
    }

    private static String guide() {
        try {
            return Files.readString(Path.of("deploy", "gate", "README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
