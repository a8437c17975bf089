package dev.notificationfeed.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The access table of docs/security.md.
 *
 * @param calls the calls with their kinds
 * @param tokens the tokens with the expected answer for each kind of call
 */
record AccessTable(List<List<String>> calls, List<List<String>> tokens) {

    private static final String SECTION = "## Who may do what\n";
    private static final int WIDTH_OF_CALLS = 2;

    /**
     * One call with one token.
     *
     * @param call e.g. {@code GET /api/notifications/{id}}
     * @param token the kind of token
     * @param answer e.g. {@code 403 forbidden}, or {@code yes}
     */
    record Row(String call, String token, String answer) {

        @Override
        public String toString() {
            return call + " · " + token + " → " + answer;
        }
    }

    static AccessTable read() {
        try {
            var text = Files.readString(Path.of("docs/security.md"));
            var section =
                    text.substring(text.indexOf(SECTION) + SECTION.length()).split("\n## ", 2)[0];
            var rows = section.lines()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                    .map(AccessTable::cells)
                    .toList();
            return new AccessTable(
                    rows.stream().filter(AccessTable::isOfCalls).toList(),
                    rows.stream().filter(row -> !isOfCalls(row)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every call with every token. */
    Stream<Row> rows() {
        var kinds = tokens.get(0);
        return calls.stream()
                .skip(1)
                .flatMap(call -> tokens.stream()
                        .skip(1)
                        .map(token -> new Row(
                                withoutTicks(call.get(0)), token.get(0), token.get(kinds.indexOf(call.get(1))))));
    }

    List<String> allCalls() {
        return calls.stream().skip(1).map(call -> withoutTicks(call.get(0))).toList();
    }

    List<String> allTokens() {
        return tokens.stream().skip(1).map(token -> token.get(0)).toList();
    }

    private static boolean isOfCalls(List<String> row) {
        return row.size() == WIDTH_OF_CALLS;
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static String withoutTicks(String text) {
        return text.replace("`", "");
    }
}
