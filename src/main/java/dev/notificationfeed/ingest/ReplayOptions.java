package dev.notificationfeed.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options of a replay of dead letters.
 *
 * @param send whether to send the records; without it they are only listed
 * @param reasons the reasons to replay; empty for all
 * @param from the first offset by partition: only these partitions are read; empty for all, each from its beginning
 * @param limit the maximum number of records
 */
record ReplayOptions(boolean send, Set<String> reasons, Map<Integer, Long> from, long limit) {

    static final String USAGE = """
            Sends dead letters to the events topic again, without their dead-letter headers. An event that has been stored since
            is not stored twice. Reads only the records that exist when it starts.

              --send                     sends them; without it they are only listed
              --reason=CODE              only those with this dead-letter-reason; may be given several times
              --from=PARTITION:OFFSET    only this partition, from this offset; may be given several times
              --limit=NUMBER             at most this many

            Addresses and credentials are those of the service: KAFKA_BOOTSTRAP_SERVERS and other KAFKA_ variables.""";

    /** Any code, because another version of the service may have set the record aside. */
    private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9-]*");

    ReplayOptions {
        reasons = Set.copyOf(reasons);
        from = Map.copyOf(from);
    }

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException if an argument is not a valid option
     */
    static ReplayOptions parse(String... arguments) {
        boolean send = false;
        Set<String> reasons = new HashSet<>();
        Map<Integer, Long> from = new HashMap<>();
        long limit = Long.MAX_VALUE;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, argument.length() - value.length())) {
                case "--reason=" -> reasons.add(reason(value));
                case "--from=" -> from.put(partition(value), offset(value));
                case "--limit=" -> limit = number(value);
                default -> send = isSend(argument);
            }
        }
        return new ReplayOptions(send, reasons, from, limit);
    }

    boolean wants(String reason) {
        return reasons.isEmpty() || reasons.contains(reason);
    }

    private static boolean isSend(String argument) {
        if (!argument.equals("--send")) {
            throw new IllegalArgumentException("not an option: " + argument);
        }
        return true;
    }

    private static String reason(String code) {
        if (!REASON.matcher(code).matches()) {
            throw new IllegalArgumentException("a reason must match " + REASON + ": " + code);
        }
        return code;
    }

    private static int partition(String place) {
        long partition = number(place.substring(0, Math.max(0, place.indexOf(':'))));
        if (partition > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a partition must be at most " + Integer.MAX_VALUE + ": " + partition);
        }
        return (int) partition;
    }

    private static long offset(String place) {
        return number(place.substring(place.indexOf(':') + 1));
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("not a number: " + text);
        }
        return Long.parseLong(text);
    }
}
