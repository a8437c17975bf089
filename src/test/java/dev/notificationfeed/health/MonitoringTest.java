package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notificationfeed.fixture.Command;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The alerts and the dashboard of deploy/monitoring; {@link MonitoringComponentTest} checks their metric names. */
class MonitoringTest {

    private static final String RUNBOOK = "https://notification-feed.example.org/docs/runbook.md#";

    static List<JsonNode> alerts() {
        return MonitoringFiles.alerts();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check rules rules.yaml", "check rules --lint-fatal rules.yaml", "test rules rules-test.yaml"})
    void promtoolFindsNoErrors(String arguments) {
        Command.Result result = run(("promtool " + arguments).split(" "));

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static Command.Result run(String... command) {
        try {
            return Command.of(command).in(MonitoringFiles.FOLDER).run(Duration.ofMinutes(1));
        } catch (UncheckedIOException e) {
            return abort("promtool is not installed: " + e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void eachAlertHasADescriptionAndARunbookSection(JsonNode alert) {
        JsonNode annotations = alert.path("annotations");
        String anchor = alert.path("alert").asText().toLowerCase(Locale.ROOT);

        assertThat(annotations.path("summary").asText()).isNotBlank();
        assertThat(annotations.path("description").asText()).isNotBlank();
        assertThat(alert.path("for").asText()).matches("\\d+m");
        assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning");
        assertThat(annotations.path("runbook_url").asText()).isEqualTo(RUNBOOK + anchor);
        assertThat(MonitoringFiles.runbookAnchors()).containsOnlyOnce(anchor);
    }

    @Test
    void theRunbookHasNoSectionsForRemovedAlerts() {
        List<String> names = alerts().stream()
                .map(alert -> alert.path("alert").asText().toLowerCase(Locale.ROOT))
                .toList();

        assertThat(MonitoringFiles.runbookAnchors())
                .filteredOn(anchor -> anchor.startsWith("notificationfeed"))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void eachAlertHasATest() {
        assertThat(MonitoringFiles.yaml("rules-test.yaml").path("tests").findValuesAsText("name"))
                .containsExactlyElementsOf(alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
    }

    @Test
    void theRulesForThePrometheusOperatorAreTheSame() {
        assertThat(MonitoringFiles.yaml("prometheus-rule.yaml").path("spec"))
                .isEqualTo(MonitoringFiles.yaml("rules.yaml"));
    }

    @Test
    void theDashboardCanBeImported() {
        JsonNode dashboard = MonitoringFiles.yaml("dashboard.json");
        List<JsonNode> panels = MonitoringFiles.panels();

        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels)
                .filteredOn(panel -> !panel.path("type").asText().equals("row"))
                .allSatisfy(panel -> {
                    assertThat(panel.path("title").asText()).isNotBlank();
                    assertThat(panel.path("targets")).isNotEmpty();
                    assertThat(panel.findParents("uid"))
                            .isNotEmpty()
                            .allMatch(source -> source.path("uid").asText().equals("${datasource}"));
                });
    }

    @Test
    void parsesMetricsAndLabelsOfAnExpression() {
        PromQl parsed = PromQl.parse("sum by (namespace, reason) (rate(a_total{reason=~\"x|y\", b=\"1\"}[5m]))"
                + " > 0.1 * sum by (namespace) (max_over_time(c[15m])) or vector(0)");

        assertThat(parsed)
                .isEqualTo(new PromQl(
                        List.of(
                                new PromQl.Selector("a_total", Set.of("reason", "b"), Map.of("b", "1")),
                                new PromQl.Selector("c", Set.of(), Map.of())),
                        Set.of("namespace", "reason")));
    }
}
