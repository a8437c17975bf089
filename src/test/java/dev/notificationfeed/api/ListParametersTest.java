package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListParametersTest {

    private static final Recipient ANNA = new Recipient("47165");

    @ParameterizedTest
    @ValueSource(strings = {"", "page=&size=&sort=&type=&status=&keyword=", "page=0&size=0"})
    void defaultsToTheWholeListNewestFirst(String query) {
        assertThat(query(query))
                .isEqualTo(
                        new ListQuery(ANNA, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, 2000));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "50,50", "2000,2000", "0,2000", "'',2000"})
    void acceptsSize(String size, int expected) {
        assertThat(query("size=" + size).size()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sentAt         | SENT_AT | false
            sentAt,asc     | SENT_AT | false
            sentAt,desc    | SENT_AT | true
            status,desc    | STATUS  | true
            subject        | SUBJECT | false
            contact,asc    | CONTACT | false
            """)
    void acceptsSort(String sort, Sort field, boolean descending) {
        ListQuery query = query("sort=" + sort);

        assertThat(query.sort()).isEqualTo(field);
        assertThat(query.descending()).isEqualTo(descending);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type=IN_APP,EMAIL", "type=IN_APP&type=EMAIL", "type=EMAIL&type=&type=IN_APP"})
    void acceptsAListOfTypes(String query) {
        assertThat(query(query).types()).containsExactlyInAnyOrder(NotificationType.IN_APP, NotificationType.EMAIL);
    }

    @Test
    void acceptsAListOfStatuses() {
        assertThat(query("status=UNREAD,FAILED").statuses()).containsExactlyInAnyOrder(Status.UNREAD, Status.FAILED);
    }

    @Test
    void acceptsScheduledFromStaff() {
        ListQuery query = parameters("status=SCHEDULED").toQuery(ANNA, Audience.STAFF);

        assertThat(query.statuses()).containsExactly(Status.SCHEDULED);
    }

    @Test
    void keepsKeywordLiterally() {
        assertThat(query("keyword=.*[ü").keyword()).isEqualTo(".*[ü");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            page=-1               | page must be a whole number from 0 to 1000000
            page=1000001          | page must be a whole number from 0 to 1000000
            page=99999999999      | page must be a whole number from 0 to 1000000
            page=1.0              | page must be a whole number from 0 to 1000000
            page=+1               | page must be a whole number from 0 to 1000000
            page=١                | page must be a whole number from 0 to 1000000
            page=1&page=2         | page must be given once
            size=2001             | size must be a whole number from 0 to 2000
            size=all              | size must be a whole number from 0 to 2000
            sort=id               | sort must be one of sentAt, status, subject, contact, optionally followed by ,asc or ,desc
            sort=sentAt,down      | sort must be one of sentAt, status, subject, contact, optionally followed by ,asc or ,desc
            sort=sentAt,desc,asc  | sort must be one of sentAt, status, subject, contact, optionally followed by ,asc or ,desc
            sort=status&sort=id   | sort must be given once
            type=SMS              | type must be one or more of IN_APP, EMAIL, separated by commas
            type=in_app           | type must be one or more of IN_APP, EMAIL, separated by commas
            type=IN_APP,          | type must be one or more of IN_APP, EMAIL, separated by commas
            status=SCHEDULED      | status must be one or more of UNREAD, READ, ARCHIVED, PENDING, SENT, FAILED, separated by commas
            status=UNREAD;READ    | status must be one or more of UNREAD, READ, ARCHIVED, PENDING, SENT, FAILED, separated by commas
            keyword=a&keyword=b   | keyword must be given once
            """)
    void refusesMalformedParameter(String query, String detail) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> query(query))
                .withMessage(detail)
                .satisfies(problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID_PARAMETER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "\ud800"})
    void refusesKeywordThatCannotMatch(String keyword) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> query("keyword=" + keyword))
                .withMessageStartingWith("keyword must not contain ");
    }

    @Test
    void limitsTheLengthOfKeyword() {
        assertThat(query("keyword=" + "ü".repeat(300)).keyword()).hasSize(300);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> query("keyword=" + "ü".repeat(301)))
                .withMessage("keyword must have 1 to 300 characters");
    }

    private static ListQuery query(String query) {
        return parameters(query).toQuery(ANNA, Audience.RECIPIENT);
    }

    private static ListParameters parameters(String query) {
        Map<String, List<String>> values = Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.groupingBy(
                        pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));
        return new ListParameters(
                values.getOrDefault("page", List.of()),
                values.getOrDefault("size", List.of()),
                values.getOrDefault("sort", List.of()),
                values.getOrDefault("type", List.of()),
                values.getOrDefault("status", List.of()),
                values.getOrDefault("keyword", List.of()));
    }
}
