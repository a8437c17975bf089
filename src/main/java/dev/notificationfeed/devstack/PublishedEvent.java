package dev.notificationfeed.devstack;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Where an event is, and what became of it.
 *
 * @param outcome {@code stored}, {@code changed}, {@code unchanged}, {@code outdated}, {@code seen-before},
 *     {@code past-retention}, {@code early}, {@code erased}, {@code dead-lettered}, {@code handled} (but how is not known) or
 *     {@code pending} (not handled yet)
 * @param code why the event was dead-lettered; else null
 * @param detail a sentence where the outcome alone does not say enough; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PublishedEvent(String topic, int partition, long offset, String outcome, String code, String detail) {

    static PublishedEvent of(RecordMetadata record, Outcome outcome) {
        return new PublishedEvent(
                record.topic(), record.partition(), record.offset(), outcome.name(), outcome.code(), outcome.detail());
    }

    /** The outcome without the place; the fields mean the same. */
    record Outcome(String name, String code, String detail) {

        private static final Map<String, String> DETAILS = Map.of(
                "early",
                "The event that creates its item has not come. The change is applied when it comes, and dead-lettered"
                        + " as unknown-notification after notifications.ingest.early-changes-kept.",
                "erased",
                "It was published before its recipient was erased.");

        static Outcome handled(String name) {
            return new Outcome(name, null, DETAILS.get(name));
        }

        static Outcome unknown() {
            return new Outcome(
                    "handled", null, "Other events were handled at the same time. List the items to see it.");
        }

        static Outcome deadLettered(String code, String detail) {
            return new Outcome("dead-lettered", code, detail);
        }

        static Outcome pending() {
            return new Outcome(
                    "pending",
                    null,
                    "The event is on the topic and is not handled yet. See /q/health/ready on the management port.");
        }
    }
}
