package dev.notificationfeed.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code Accept-Encoding} header, RFC 9110 section 12.5.3. */
final class AcceptEncoding {

    /** A content coding or {@code *}, with an optional quality. An element of any other form is ignored. */
    private static final Pattern ELEMENT =
            Pattern.compile("\\s*([!#$%&'*+.^_`|~0-9a-z-]+)\\s*(?:;\\s*q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?\\s*");

    private AcceptEncoding() {}

    /** Whether gzip is acceptable and the client does not prefer the plain form; without a header it is not. */
    static boolean prefersGzip(String header) {
        Map<String, Double> qualities = qualities(header);
        double others = qualities.getOrDefault("*", 0.0);
        double gzip = qualities.getOrDefault("gzip", others);
        return gzip > 0 && gzip >= qualities.getOrDefault("identity", 0.0);
    }

    private static Map<String, Double> qualities(String header) {
        Map<String, Double> qualities = new HashMap<>();
        for (String element : header.toLowerCase(Locale.ROOT).split(",")) {
            Matcher matcher = ELEMENT.matcher(element);
            if (matcher.matches()) {
                qualities.put(matcher.group(1), matcher.group(2) == null ? 1 : Double.parseDouble(matcher.group(2)));
            }
        }
        return qualities;
    }
}
