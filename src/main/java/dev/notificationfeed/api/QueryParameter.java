package dev.notificationfeed.api;

import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Text;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One parameter of a query string.
 *
 * @param name the name in the query string
 * @param values all values that were sent, without empty ones
 */
record QueryParameter(String name, List<String> values) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    QueryParameter {
        values = values.stream().filter(value -> !value.isEmpty()).toList();
    }

    /** A whole number from 0 to the maximum; 0 if absent. */
    int number(int max) {
        return single().map(value -> number(value, max)).orElse(0);
    }

    private int number(String value, int max) {
        if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) > max) {
            throw invalid("must be a whole number from 0 to " + max);
        }
        return Integer.parseInt(value);
    }

    /** One line of literal text; null if absent. */
    String text(int maxLength) {
        try {
            return single().map(value -> Text.line(name, value, maxLength)).orElse(null);
        } catch (InvalidFieldException e) {
            throw new ProblemException(ProblemType.INVALID_PARAMETER, e.getMessage());
        }
    }

    /** Names separated by commas, in a repeated parameter, or both; empty if absent. */
    <E extends Enum<E>> Set<E> choices(Set<E> allowed, Class<E> type) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(word -> choice(word, allowed))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }

    private <E extends Enum<E>> E choice(String word, Set<E> allowed) {
        return allowed.stream()
                .filter(candidate -> candidate.name().equals(word))
                .findAny()
                .orElseThrow(() -> invalid("must be one or more of " + inOrder(allowed) + ", separated by commas"));
    }

    private static <E extends Enum<E>> String inOrder(Set<E> allowed) {
        return allowed.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** The value, if there is one. */
    Optional<String> single() {
        if (values.size() > 1) {
            throw invalid("must be given once");
        }
        return values.stream().findFirst();
    }

    ProblemException invalid(String rule) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, name + " " + rule);
    }
}
