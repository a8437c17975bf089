package dev.notificationfeed.ingest;

import dev.notificationfeed.event.EventParser;
import dev.notificationfeed.event.ParseResult;
import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.store.ContentSanitizer;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Parses each record of a poll. Refuses content that would be too large once the store has sanitised it. */
@Singleton
class BatchReader {

    private static final Logger LOG = Logger.getLogger(BatchReader.class);

    private final EventParser parser;
    private final ContentSanitizer sanitizer;
    private final IngestTracing tracing;

    BatchReader(Clock clock, ContentSanitizer sanitizer, IngestTracing tracing) {
        this.parser = new EventParser(clock);
        this.sanitizer = sanitizer;
        this.tracing = tracing;
    }

    Batch read(Polled polled) {
        Batch batch = new Batch(polled);
        polled.records().forEach(record -> read(record, batch));
        return batch;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Batch batch) {
        ParseResult result = parse(record);
        if (result instanceof ParseResult.Parsed parsed) {
            batch.parsed(record, parsed.change(), tracing.start(record));
        } else if (result instanceof ParseResult.Rejected rejected) {
            batch.rejected(record, rejected.code(), rejected.detail());
        }
    }

    /**
     * A fault of the parser must not hold up the records behind this one. The code is not one of the producer's faults, so that
     * the producer is not sent to look for one, and so that {@code --reason=store-refused} replays the event after the fix.
     */
    private ParseResult parse(ConsumerRecord<byte[], byte[]> record) {
        try {
            return bounded(parser.parse(OriginalRecords.incoming(record)));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "the service failed to read an event, a fault of the service partition=%d offset=%d",
                    record.partition(),
                    record.offset());
            return new ParseResult.Rejected(
                    RejectionCode.STORE_REFUSED,
                    "the service failed to read the event, which is a fault of the service and not of the event");
        }
    }

    private ParseResult bounded(ParseResult result) {
        return result instanceof ParseResult.Parsed parsed
                        && parsed.change() instanceof Creation creation
                        && sanitizer.makesTooLarge(creation.content())
                ? new ParseResult.Rejected(
                        RejectionCode.INVALID_DATA,
                        "data.content must have at most " + ContentSanitizer.MAX_BYTES
                                + " bytes of UTF-8 after sanitising")
                : result;
    }
}
