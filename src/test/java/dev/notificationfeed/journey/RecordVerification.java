package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.notificationfeed.event.RejectionCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.bson.Document;

/** Verifies that each record was correctly stored or dead-lettered. */
final class RecordVerification {

    private static final Set<String> CODES =
            Stream.of(RejectionCode.values()).map(RejectionCode::text).collect(Collectors.toSet());
    private static final Set<String> CODES_OF_CHANGES = Set.of("unknown-notification", "status-not-allowed");

    private final List<SentRecord> sent;
    private final Map<String, List<SentRecord>> creations;
    private final Map<String, Document> documents;
    private final Map<String, ConsumerRecord<byte[], byte[]>> deadLetters = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    RecordVerification(
            List<SentRecord> sent, List<ConsumerRecord<byte[], byte[]>> deadLetters, List<Document> documents) {
        this.sent = sent;
        this.creations = sent.stream()
                .filter(record -> record.isCreation() && !record.isPastRetention())
                .collect(groupingBy(record -> record.reading().notificationId()));
        this.documents = documents.stream().collect(toMap(document -> document.getString("_id"), Function.identity()));
        deadLetters.forEach(this::file);
    }

    /** All errors, as text; empty if there are none. */
    List<String> errors() {
        var places = sent.stream().map(SentRecord::place).collect(Collectors.toSet());
        deadLetters.keySet().stream()
                .filter(place -> !places.contains(place))
                .forEach(place -> errors.add("dead letter without a record: " + place));
        documents.keySet().stream()
                .filter(id -> !creations.containsKey(id) && !isWithdrawnEarly(documents.get(id)))
                .forEach(id -> errors.add("document without a record: " + documents.get(id)));
        sent.forEach(this::check);
        return errors;
    }

    /** The withdrawal of an item that never came leaves its tombstone. */
    private static boolean isWithdrawnEarly(Document document) {
        return document.containsKey("withdrawnAt") && document.getLong("version") == 1;
    }

    /** The valid creations of an item: one, unless mutation gave several events the same id. */
    List<SentRecord> creationsOf(String id) {
        return creations.getOrDefault(id, List.of());
    }

    private void file(ConsumerRecord<byte[], byte[]> letter) {
        var place = text(letter, "partition") + "-" + text(letter, "offset");
        if (deadLetters.put(place, letter) != null) {
            errors.add("dead-lettered twice: " + place);
        }
    }

    private void check(SentRecord record) {
        var letter = deadLetters.get(record.place());
        if (letter != null) {
            checkUnchanged(record, letter);
        }
        var code = letter == null ? "" : text(letter, "reason");
        if (!record.isGood()) {
            checkRefused(record, code, letter);
        } else if (record.isPastRetention()) {
            checkIgnored(record, code);
        } else if (record.isCreation()) {
            checkStored(record, code);
        } else {
            checkChange(record, code);
        }
    }

    private void checkRefused(SentRecord record, String code, ConsumerRecord<byte[], byte[]> letter) {
        var verdict = letter == null ? "" : code + " " + text(letter, "detail").split(" ", 2)[0];
        if (!record.reading().faults().contains(verdict)) {
            error(record, "is dead-lettered with [" + verdict + "]");
        }
    }

    /** Another event may have created an item with the same id. */
    private void checkIgnored(SentRecord record, String code) {
        if (!code.isEmpty()) {
            error(record, "is past its retention and dead-lettered");
        }
    }

    private void checkStored(SentRecord record, String code) {
        var id = record.reading().notificationId();
        if (!code.isEmpty() || !documents.containsKey(id)) {
            error(record, "is not stored, dead letter [" + code + "]");
            return;
        }
        var differences = creations.get(id).stream()
                .map(creation -> ExpectedItem.of(creation.reading()).differences(documents.get(id)))
                .toList();
        if (differences.stream().noneMatch(List::isEmpty)) {
            error(record, "is stored differently: " + differences);
        }
    }

    private void checkChange(SentRecord record, String code) {
        var target = creationsOf(record.reading().notificationId()).stream()
                .filter(creation -> creation.reading()
                        .text("recipient")
                        .equals(record.reading().text("recipient")))
                .toList();
        if (code.isEmpty() ? target.isEmpty() : !CODES_OF_CHANGES.contains(code)) {
            error(record, "is a change of an unknown item, or wrongly refused: [" + code + "]");
        }
        if (code.equals("unknown-notification")
                && target.stream().anyMatch(creation -> creation.isBefore(record))
                && creationsOf(record.reading().notificationId()).size() == 1) {
            error(record, "is a refused change of an item that exists");
        }
    }

    private void checkUnchanged(SentRecord record, ConsumerRecord<byte[], byte[]> letter) {
        var unchanged = Arrays.equals(record.record().key(), letter.key())
                && Arrays.equals(record.record().value(), letter.value())
                && plain(record.record().headers()).equals(plain(letter.headers()));
        if (!unchanged) {
            error(record, "was changed in the dead letter");
        }
        if (!CODES.contains(text(letter, "reason")) || text(letter, "detail").isBlank()) {
            error(record, "is dead-lettered without a reason");
        }
    }

    private void error(SentRecord record, String what) {
        errors.add(record.place() + " " + what + ", faults " + record.reading().faults() + ": " + shortened(record));
    }

    private static String shortened(SentRecord record) {
        var value = record.record().value();
        return value == null
                ? "null"
                : new String(value, 0, Math.min(value.length, 600), UTF_8) + " "
                        + record.record().headers();
    }

    private static List<String> plain(Headers headers) {
        return Arrays.stream(headers.toArray())
                .filter(header -> !header.key().startsWith("dead-letter-"))
                .map(header -> header.key() + "=" + Arrays.toString(header.value()))
                .toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader("dead-letter-" + name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
