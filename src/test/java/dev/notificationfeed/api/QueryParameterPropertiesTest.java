package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.ListQuery.Audience;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any value of a parameter: the value is accepted within its range, or refused with the parameter's name. */
class QueryParameterPropertiesTest {

    private static final Recipient ANN = new Recipient("47165");
    private static final List<String> NONE = List.of();

    @Property
    void acceptsPageInItsRangeOrRefusesIt(@ForAll("values") List<String> values) {
        var query = taken("page", values, given -> new ListParameters(given, NONE, NONE, NONE, NONE, NONE));

        if (query != null) {
            assertThat(query.page()).isBetween(0, 1_000_000).isEqualTo(number(values));
        }
    }

    @Property
    void acceptsSizeInItsRangeOrRefusesIt(@ForAll("values") List<String> values) {
        var query = taken("size", values, given -> new ListParameters(NONE, given, NONE, NONE, NONE, NONE));

        if (query != null) {
            assertThat(query.size()).isBetween(1, 2000).isEqualTo(number(values) == 0 ? 2000 : number(values));
        }
    }

    @Property
    void acceptsKnownSortOrRefusesIt(@ForAll("values") List<String> values) {
        var query = taken("sort", values, given -> new ListParameters(NONE, NONE, given, NONE, NONE, NONE));

        if (query != null && !sent(values).isEmpty()) {
            var words = sent(values).get(0).split(",");
            assertThat(words[0]).isIn("sentAt", "status", "subject", "contact");
            assertThat(query.descending()).isEqualTo(words.length == 2 && words[1].equals("desc"));
        }
    }

    @Property
    void acceptsKnownTypesOrRefusesThem(@ForAll("values") List<String> values) {
        var query = taken("type", values, given -> new ListParameters(NONE, NONE, NONE, given, NONE, NONE));

        if (query != null) {
            assertThat(query.types()).extracting(Enum::name).containsExactlyInAnyOrderElementsOf(words(values));
        }
    }

    @Property
    void acceptsKnownStatusesOrRefusesThem(@ForAll("values") List<String> values) {
        var query = taken("status", values, given -> new ListParameters(NONE, NONE, NONE, NONE, given, NONE));

        if (query != null) {
            assertThat(query.statuses())
                    .doesNotContain(Status.SCHEDULED)
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrderElementsOf(words(values));
        }
    }

    @Property
    void keepsKeywordUnchangedOrRefusesIt(@ForAll("values") List<String> values) {
        var query = taken("keyword", values, given -> new ListParameters(NONE, NONE, NONE, NONE, NONE, given));

        if (query != null) {
            assertThat(query.keyword())
                    .isEqualTo(sent(values).isEmpty() ? null : sent(values).get(0));
        }
    }

    @Property
    void acceptsOnlyValidIds(@ForAll("texts") String text) {
        assertThat(NotificationId.isWellFormed(text))
                .isEqualTo(text.length() == 24 && text.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0));
    }

    /** The parsed list request; null if the parameter was refused with its name and a reason. */
    private static ListQuery taken(
            String name, List<String> values, Function<List<String>, ListParameters> parameters) {
        try {
            return parameters.apply(values).toQuery(ANN, Audience.RECIPIENT);
        } catch (ProblemException refused) {
            assertThat(refused.type()).isEqualTo(ProblemType.INVALID_PARAMETER);
            assertThat(refused.getMessage()).startsWith(name + " must ").hasSizeLessThan(200);
            return null;
        }
    }

    private static List<String> sent(List<String> values) {
        return values.stream().filter(value -> !value.isEmpty()).toList();
    }

    private static int number(List<String> values) {
        return sent(values).isEmpty() ? 0 : Integer.parseInt(sent(values).get(0));
    }

    private static Set<String> words(List<String> values) {
        return Set.copyOf(sent(values).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .distinct()
                .toList());
    }

    @Provide
    Arbitrary<List<String>> values() {
        return texts().list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(400),
                Arbitraries.strings().numeric().ofMaxLength(12),
                Arbitraries.integers().between(-10, 2010).map(String::valueOf),
                Arbitraries.strings()
                        .withChars("0123456789abcdef")
                        .ofMinLength(23)
                        .ofMaxLength(25),
                Arbitraries.of(
                                "sentAt",
                                "status",
                                "subject",
                                "contact",
                                "IN_APP",
                                "EMAIL",
                                "UNREAD",
                                "READ",
                                "SENT",
                                "SCHEDULED",
                                "asc",
                                "",
                                "desc")
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(words -> String.join(",", words)),
                Arbitraries.of("\u0661", "1e3", "0x10", " 1", "1 ", "-0", "\u0000", "\ud800", "$where", "{\"$gt\":1}"));
    }
}
