package dev.notificationfeed.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics and labels in a PromQL expression. Parses only the syntax that the alerts and the dashboard use.
 *
 * @param selectors the metrics with their label matchers
 * @param groupedBy the labels of by-clauses and similar clauses
 */
record PromQl(List<Selector> selectors, Set<String> groupedBy) {

    /**
     * One selector.
     *
     * @param metric the metric name
     * @param labels the labels of its matchers
     * @param exactly the values of the labels that are matched with {@code =}
     */
    record Selector(String metric, Set<String> labels, Map<String, String> exactly) {}

    private static final Pattern CLAUSE =
            Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern NAMED = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\(|\\{([^}]*)\\})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    static PromQl parse(String expression) {
        Set<String> groupedBy = new HashSet<>();
        Matcher clauses = CLAUSE.matcher(expression);
        while (clauses.find()) {
            groupedBy.addAll(List.of(clauses.group(1).trim().split("\\s*,\\s*")));
        }
        String rest = RANGE.matcher(clauses.replaceAll(" ")).replaceAll("");
        List<Selector> selectors = new ArrayList<>();
        Matcher named = NAMED.matcher(rest);
        while (named.find()) {
            boolean function = "(".equals(named.group(2));
            if (!function && !OPERATORS.contains(named.group(1))) {
                selectors.add(selector(named.group(1), named.group(3)));
            }
        }
        return new PromQl(selectors, groupedBy);
    }

    private static Selector selector(String metric, String braces) {
        Set<String> labels = new HashSet<>();
        Map<String, String> exactly = new HashMap<>();
        Matcher matchers = MATCHER.matcher(braces == null ? "" : braces);
        while (matchers.find()) {
            labels.add(matchers.group(1));
            if (matchers.group(2).equals("=")) {
                exactly.put(matchers.group(1), matchers.group(3));
            }
        }
        return new Selector(metric, labels, exactly);
    }
}
