package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Gate;
import dev.notificationfeed.fixture.StubServer;
import dev.notificationfeed.fixture.StubServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Exit codes of the gate script, and the facts in its last line. */
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

    private static final Path FOLDER = Path.of("deploy", "gate");
    private static final Pattern EXIT_CODE = Pattern.compile("\\b[A-Z_]+=(\\d)\\b");
    private static final Pattern DOCUMENTED_EXIT_CODE = Pattern.compile("(?m)^\\| `(\\d)` \\|");

    private static final int READY = 0;
    private static final int CAPABILITY_MISSING = 1;
    private static final int WRONG_USE = 2;
    private static final int UNREACHABLE = 3;
    private static final int TOO_OLD = 4;
    private static final int NOT_READY = 5;
    private static final int NOT_THE_SERVICE = 6;
    private static final String USAGE = "usage: GATE_URL=";
    private static final Map<Case, StubServer> SERVERS = new EnumMap<>(Case.class);
    private static final Map<Case, Gate> GATES = new EnumMap<>(Case.class);

    private static Gate withDefaultInterval;

    /** What a server answers, the exit code of a gate in front of it, and what the gate's last line contains. */
    private enum Case {
        READY_ONCE(READY, "5 of 5", GOOD),
        READY_ALWAYS(READY, "5 of 5", GOOD),
        READY_AFTER_FAILURES(READY, "5 of 5", new Answer(404, ""), new Answer(503, ""), MISSING, GOOD),
        TOPIC_MISSING(
                CAPABILITY_MISSING, "missing: notifications.stream (topic notification-feed does not exist)", MISSING),
        REFUSES_REQUEST(
                WRONG_USE, USAGE, new Answer(400, "{\"detail\":\"require must name at least one capability\"}")),
        WITHOUT_THE_CALL(TOO_OLD, "404", new Answer(404, "{\"status\":404,\"code\":\"not-found\"}")),
        UNAVAILABLE(NOT_READY, "503", new Answer(503, "")),
        PAGE_FOR_EVERY_PATH(
                NOT_THE_SERVICE, "200", new Answer(200, "<!doctype html><title>notifications.list</title>")),
        REPORTS_ONE_OF_TWO(
                NOT_THE_SERVICE,
                "200",
                new Answer(200, "{\"capabilities\":{\"notifications.list\":{\"available\":true}}}")),
        FAULTY(NOT_THE_SERVICE, "500", new Answer(500, ""));

        private final int exitCode;
        private final String fact;
        private final Answer[] answers;

        Case(int exitCode, String fact, Answer... answers) {
            this.exitCode = exitCode;
            this.fact = fact;
            this.answers = answers;
        }
    }

    /** All gates run at the same time, because each one runs until its limit. */
    @BeforeAll
    static void startAll() {
        for (var each : Case.values()) {
            var server = StubServer.of(each.answers);
            SERVERS.put(each, server);
            GATES.put(
                    each,
                    Gate.start(
                            each.exitCode == READY ? longLimit(server.url()) : shortLimit(server.url()), LIST, STREAM));
        }
        withDefaultInterval =
                Gate.start(Map.of("GATE_URL", SERVERS.get(Case.READY_ALWAYS).url(), "GATE_LIMIT", "1"), LIST, STREAM);
    }

    @AfterAll
    static void stopAll() {
        withDefaultInterval.close();
        GATES.values().forEach(Gate::close);
        SERVERS.values().forEach(StubServer::close);
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void endsWithItsExitCodeAndReason(Case each) {
        var gate = GATES.get(each);

        assertThat(gate.awaitExit()).as("%s", gate.lines()).isEqualTo(each.exitCode);
        assertThat(gate.lastLine()).contains(each.fact);
    }

    @Test
    void guideDocumentsEveryExitCode() throws IOException {
        assertThat(exitCodes(DOCUMENTED_EXIT_CODE, "README.md"))
                .containsExactlyElementsOf(exitCodes(EXIT_CODE, "script/gate.sh"));
    }

    @Test
    void checksAllCapabilitiesInOneRequestFiveTimes() {
        GATES.get(Case.READY_ONCE).awaitExit();

        assertThat(SERVERS.get(Case.READY_ONCE).requests())
                .hasSize(5)
                .containsOnly("/api/capabilities/check?require=notifications.list&require=notifications.stream");
    }

    @Test
    void restartsTheCountAfterEachFailure() {
        try (var server = StubServer.of(GOOD, GOOD, MISSING, GOOD, GOOD, GOOD, GOOD, new Answer(404, ""), GOOD);
                var gate = Gate.start(longLimit(server.url()), LIST, STREAM)) {
            assertThat(gate.awaitExit()).isEqualTo(READY);
            assertThat(server.requests()).hasSize(13);
        }
    }

    @Test
    void waitsFiveSecondsBetweenRequestsByDefault() {
        assertThat(withDefaultInterval.awaitExit()).isEqualTo(WRONG_USE);
        assertThat(withDefaultInterval.lines())
                .anyMatch(line -> line.contains("GATE_LIMIT") && line.contains("2 of 5"));
    }

    @Test
    void doesNotFollowRedirects() {
        var signIn = new Answer(
                302, "", Map.of("Location", SERVERS.get(Case.READY_ALWAYS).url()));
        try (var server = StubServer.of(signIn);
                var gate = Gate.start(shortLimit(server.url()), LIST)) {
            assertThat(gate.awaitExit()).isEqualTo(NOT_THE_SERVICE);
            assertThat(gate.lastLine()).contains("302");
        }
    }

    @Test
    void reportsThatTheServerIsUnreachable() {
        var address = "http://localhost:" + Ports.free();
        try (var gate = Gate.start(shortLimit(address), LIST)) {
            assertThat(gate.awaitExit()).isEqualTo(UNREACHABLE);
            assertThat(gate.lastLine()).contains(address);
        }
    }

    @Test
    void readsRequiredCapabilitiesFromAFile(@TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve("requires.txt"), "# all\nnotifications.list # the table\n\n" + STREAM);
        try (var server = StubServer.of(GOOD);
                var gate = Gate.start(with(longLimit(server.url()), "GATE_REQUIRE_FILE", file.toString()))) {
            assertThat(gate.awaitExit()).isEqualTo(READY);
            assertThat(server.requests())
                    .containsOnly("/api/capabilities/check?require=" + LIST + "&require=" + STREAM);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GATE_URL, '', notifications.list, GATE_URL",
        "GATE_URL, ftp://localhost, notifications.list, ftp://localhost",
        "GATE_URL, http://localhost, '', GATE_REQUIRE",
        "GATE_URL, http://localhost, list&require=x, list&require=x",
        "GATE_REQUIRE_FILE, no-such-file, notifications.list, no-such-file",
        "GATE_IN_A_ROW, 0, notifications.list, GATE_IN_A_ROW",
        "GATE_LIMIT, 5m, notifications.list, GATE_LIMIT",
        "GATE_INTERVAL, soon, notifications.list, GATE_INTERVAL",
    })
    void refusesWrongUse(String setting, String value, String required, String named) {
        try (var gate = Gate.start(with(shortLimit("http://localhost"), setting, value), required)) {
            assertThat(gate.awaitExit()).isEqualTo(WRONG_USE);
            assertThat(gate.lines())
                    .filteredOn(line -> !line.contains(USAGE))
                    .anyMatch(line -> line.startsWith("gate: ") && line.contains(named));
            assertThat(gate.lastLine()).contains(USAGE);
        }
    }

    /** Settings of a gate that gives up after a second. */
    private static Map<String, String> shortLimit(String url) {
        return Map.of("GATE_URL", url, "GATE_INTERVAL", "0.1", "GATE_LIMIT", "1");
    }

    /** Settings of a gate that opens, on a slow machine too. */
    private static Map<String, String> longLimit(String url) {
        return with(shortLimit(url), "GATE_LIMIT", "60");
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        var changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    private static List<String> exitCodes(Pattern pattern, String file) throws IOException {
        var codes = pattern.matcher(Files.readString(FOLDER.resolve(file))).results();
        return codes.map(found -> found.group(1)).toList();
    }
}
