package dev.notificationfeed.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The results: a console table, a JSON file and an HTML page. */
final class Report {

    private static final List<String> HEAD = List.of("what", "figure", "yardstick", "", "ratio", "target", "verdict");

    private final Map<String, String> facts;
    private final List<ReportRow> rows = new ArrayList<>();
    private final List<LatencyCurve> curves = new ArrayList<>();
    private final Map<String, Map<String, List<Double>>> runs = new LinkedHashMap<>();

    /** @param facts where, when and how the benchmark ran */
    Report(Map<String, String> facts) {
        this.facts = facts;
    }

    void add(ReportRow row) {
        rows.add(row);
    }

    void curve(LatencyCurve curve) {
        curves.add(curve);
    }

    void runs(String scenario, Measurements of) {
        runs.put(scenario, of.all());
    }

    /** The cells of the table, header row first. */
    List<List<String>> table() {
        var table = new ArrayList<List<String>>();
        table.add(HEAD);
        rows.forEach(row -> table.add(List.of(
                row.what(),
                (ReportRow.number(row.figure()) + " " + row.unit()).strip(),
                row.yardstick(),
                ReportRow.number(row.measure()),
                ReportRow.number(row.ratio()),
                row.target().inWords(),
                row.verdict())));
        return table;
    }

    void print(PrintStream out) {
        var table = table();
        var widths = IntStream.range(0, HEAD.size())
                .map(column -> table.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (var line : table) {
            var text = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                text.append(String.format("%-" + (widths[column] + 2) + "s", line.get(column)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    void write(Path json, Path page) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        all.put("facts", facts);
        all.put(
                "rows",
                rows.stream()
                        .map(row -> {
                            var fields = new LinkedHashMap<String, Object>();
                            fields.put("what", row.what());
                            fields.put("unit", row.unit());
                            fields.put("figure", row.figure());
                            fields.put("yardstick", row.yardstick());
                            fields.put("measure", row.measure());
                            fields.put("ratio", row.ratio());
                            fields.put("target", row.target().inWords());
                            fields.put("verdict", row.verdict());
                            return fields;
                        })
                        .toList());
        all.put("runs", runs);
        all.put("curves", curves);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), all);
        Files.writeString(page, new HtmlReport(facts, table(), curves).html());
    }
}
