package dev.notificationfeed.api;

import dev.notificationfeed.store.ListQuery.Sort;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sort order of a list, written {@code field[,asc|desc]}; ascending by default. */
record SortOrder(Sort field, boolean descending) {

    private static final SortOrder NEWEST_FIRST = new SortOrder(Sort.SENT_AT, true);

    private static final Map<String, Sort> FIELDS =
            Map.of("sentAt", Sort.SENT_AT, "status", Sort.STATUS, "subject", Sort.SUBJECT, "contact", Sort.CONTACT);

    private static final Pattern FORM = Pattern.compile("(sentAt|status|subject|contact)(?:,(asc|desc))?");

    static SortOrder of(QueryParameter parameter) {
        return parameter.single().map(value -> parse(value, parameter)).orElse(NEWEST_FIRST);
    }

    private static SortOrder parse(String value, QueryParameter parameter) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw parameter.invalid(
                    "must be one of sentAt, status, subject, contact, optionally followed by ,asc or ,desc");
        }
        return new SortOrder(FIELDS.get(matcher.group(1)), "desc".equals(matcher.group(2)));
    }
}
