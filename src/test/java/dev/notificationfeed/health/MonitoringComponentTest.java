package dev.notificationfeed.health;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From its start, the service exports every metric that the alerts and the dashboard query. */
@QuarkusTest
class MonitoringComponentTest {

    /** Labels that Prometheus adds to all samples of a replica. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "instance");

    private static final Pattern IN_TEXT = Pattern.compile("\\$labels\\.([a-z_]+)|\\{\\{\\s*([a-z_]+)\\s*}}");

    @TestHTTPResource(value = "/", management = true)
    URL management;

    private List<String> samples;

    @BeforeEach
    void scrape() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> get(management + "health/ready").then().statusCode(200));
        samples = get(management + "metrics")
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void exportsEveryMetricAndLabelThatIsQueried() {
        Stream<String> missing = MonitoringFiles.expressions().stream()
                .flatMap(expression -> PromQl.parse(expression).selectors().stream())
                .filter(selector -> samples.stream().noneMatch(sample -> matches(sample, selector)))
                .map(PromQl.Selector::toString);

        assertThat(missing).isEmpty();
    }

    @Test
    void exportsEveryLabelOfAByClause() {
        Stream<String> missing = MonitoringFiles.expressions().stream().flatMap(expression -> {
            PromQl parsed = PromQl.parse(expression);
            return parsed.selectors().stream()
                    .filter(selector -> !parsed.groupedBy().stream().allMatch(label -> isOn(selector.metric(), label)))
                    .map(selector -> parsed.groupedBy() + " on " + selector.metric());
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void exportsEveryLabelThatATextUses() {
        Stream<String> missing = Stream.concat(MonitoringFiles.alerts().stream(), targets())
                .flatMap(node -> labelsInTexts(node)
                        .filter(label -> PromQl.parse(node.path("expr").asText()).selectors().stream()
                                .noneMatch(selector -> isOn(selector.metric(), label)))
                        .map(label -> label + " in " + node));

        assertThat(missing).isEmpty();
    }

    private static Stream<String> labelsInTexts(JsonNode node) {
        return IN_TEXT.matcher(node.toString())
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    }

    private static Stream<JsonNode> targets() {
        return MonitoringFiles.panels().stream().flatMap(panel -> panel.findParents("legendFormat").stream());
    }

    /** Label values of the service exist from its start; those of the framework only after their first use, so they are ignored. */
    private static boolean matches(String sample, PromQl.Selector selector) {
        boolean ours = selector.metric().startsWith("notifications_");
        return isOf(sample, selector.metric())
                && selector.labels().stream().allMatch(label -> isOn(sample, label, "[^\"]*"))
                && (!ours
                        || selector.exactly().entrySet().stream()
                                .allMatch(label -> isOn(sample, label.getKey(), Pattern.quote(label.getValue()))));
    }

    private boolean isOn(String metric, String label) {
        return samples.stream().anyMatch(sample -> isOf(sample, metric) && isOn(sample, label, "[^\"]*"));
    }

    private static boolean isOn(String sample, String label, String value) {
        if (OF_THE_TARGET.contains(label)) {
            return true;
        }
        Matcher found = Pattern.compile("[{,]" + label + "=\"" + value + "\"").matcher(sample);
        return found.find();
    }

    private static boolean isOf(String sample, String metric) {
        return sample.startsWith(metric + "{") || sample.startsWith(metric + " ");
    }
}
