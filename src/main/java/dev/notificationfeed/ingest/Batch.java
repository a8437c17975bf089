package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.feed.FeedPublisher.Traced;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.store.ChangeResult;
import dev.notificationfeed.store.Received;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was polled together and what became of them: parsed events, in the order of their topic, and dead letters. Used by one
 * thread at a time.
 */
final class Batch {

    /** A parsed record. {@code publication} is null until the change is stored, and if the feed needs no publication. */
    private record Event(ConsumerRecord<byte[], byte[]> record, Change change, Context trace, Publication publication) {

        Received received() {
            return new Received(change, OriginalRecords.of(record));
        }

        Event with(Publication current) {
            return new Event(record, change, trace, current);
        }
    }

    private final Polled polled;
    private final List<Event> parsed = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private int rejected;
    private List<ChangeResult> results = List.of();
    private List<Event> toPublish = List.of();

    Batch(Polled polled) {
        this.polled = polled;
    }

    void parsed(ConsumerRecord<byte[], byte[]> record, Change change, Context trace) {
        parsed.add(new Event(record, change, trace, null));
    }

    void rejected(ConsumerRecord<byte[], byte[]> record, RejectionCode code, String detail) {
        deadLetters.add(new DeadLetter(record, code, detail));
        rejected++;
    }

    List<Received> changes() {
        return changes(parsed);
    }

    /** @param results one for each of the {@link #changes}, in their order */
    void stored(List<ChangeResult> results) {
        this.results = results;
        toPublish = withPublications(parsed, results);
        IntStream.range(0, results.size()).forEach(i -> addIfRefused(parsed.get(i), results.get(i)));
    }

    List<Received> changesToPublish() {
        return changes(toPublish);
    }

    /** @param current one for each of the {@link #changesToPublish}, in their order: replaces what will be published */
    void refreshed(List<ChangeResult> current) {
        toPublish = withPublications(toPublish, current);
    }

    /** What the pipeline must publish, each in the trace of its record. */
    List<Traced> publications() {
        return toPublish.stream()
                .map(event -> new Traced(event.publication(), event.trace()))
                .toList();
    }

    List<ChangeResult> results() {
        return results;
    }

    /** The number of records that the parser rejected. The store's refusals are among the {@link #results}. */
    int rejected() {
        return rejected;
    }

    List<DeadLetter> deadLetters() {
        return deadLetters;
    }

    List<Context> traces() {
        return parsed.stream().map(Event::trace).toList();
    }

    /** Commits the positions behind these records. */
    CompletionStage<Void> commit() {
        return polled.commit().get();
    }

    private static List<Received> changes(List<Event> events) {
        return events.stream().map(Event::received).toList();
    }

    private static List<Event> withPublications(List<Event> events, List<ChangeResult> results) {
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i).publication() != null)
                .mapToObj(i -> events.get(i).with(results.get(i).publication()))
                .toList();
    }

    private void addIfRefused(Event event, ChangeResult result) {
        RejectionCode code = DeadLetter.codeOf(result.outcome());
        if (code != null) {
            deadLetters.add(new DeadLetter(event.record(), code, result.detail()));
        }
    }
}
