package dev.notificationfeed.bench;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as one self-contained HTML page. */
final class HtmlReport {

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1f24 }
            table { border-collapse: collapse; margin: 1rem 0 2rem } caption { text-align: left; font-weight: 600 }
            th, td { border-bottom: 1px solid #d5dae0; padding: .3rem .8rem .3rem 0; text-align: left }
            .met { color: #116329 } .missed { color: #a40e26; font-weight: 600 }
            svg { max-width: 100%; height: auto } svg text { font-size: 12px; fill: #1b1f24 }
            """;

    private final Map<String, String> facts;
    private final List<List<String>> table;
    private final List<LatencyCurve> curves;

    HtmlReport(Map<String, String> facts, List<List<String>> table, List<LatencyCurve> curves) {
        this.facts = facts;
        this.table = table;
        this.curves = curves;
    }

    String html() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Benchmark</title>\n<style>\n"
                + STYLE + "</style>\n</head>\n<body>\n<h1>Benchmark</h1>\n" + factsTable() + figures() + pictures()
                + "</body>\n</html>\n";
    }

    private String factsTable() {
        return facts.entrySet().stream()
                .map(fact -> "<tr><th scope=\"row\">" + escaped(fact.getKey()) + "</th><td>" + escaped(fact.getValue())
                        + "</td></tr>\n")
                .collect(joining("", "<table>\n<caption>Where and how</caption>\n", "</table>\n"));
    }

    private String figures() {
        var head = table.get(0).stream()
                .map(cell -> "<th scope=\"col\">" + escaped(cell) + "</th>")
                .collect(joining());
        return table.stream()
                .skip(1)
                .map(line -> line.stream().map(HtmlReport::cell).collect(joining("", "<tr>", "</tr>\n")))
                .collect(joining("", "<table>\n<caption>Figures</caption>\n<tr>" + head + "</tr>\n", "</table>\n"));
    }

    private static String cell(String text) {
        var mark = text.equals("met") || text.equals("missed") ? " class=\"" + text + "\"" : "";
        return "<td" + mark + ">" + escaped(text) + "</td>";
    }

    private String pictures() {
        return curves.stream()
                .collect(groupingBy(LatencyCurve::figure, LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .map(one -> "<h2>" + escaped(one.getKey()) + "</h2>\n" + new LatencyChart(one.getValue()).svg())
                .collect(joining());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
