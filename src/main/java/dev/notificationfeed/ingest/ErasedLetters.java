package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notificationfeed.event.EventParser;
import dev.notificationfeed.event.ParseResult;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Recipient;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Recognises dead letters whose recipient was erased after the event was published. */
final class ErasedLetters {

    private final EventParser parser = new EventParser(Clock.systemUTC());
    private final BiPredicate<Recipient, Instant> erasedSince;

    /** @param erasedSince whether a recipient was erased since a time */
    ErasedLetters(BiPredicate<Recipient, Instant> erasedSince) {
        this.erasedSince = erasedSince;
    }

    boolean contain(ConsumerRecord<byte[], byte[]> letter) {
        Instant published = OriginalRecords.of(letter).publishedAt();
        return recipient(letter)
                .filter(recipient -> erasedSince.test(recipient, published))
                .isPresent();
    }

    /** Of an event that cannot be read, the key names the recipient if the publisher follows the rules. */
    private Optional<Recipient> recipient(ConsumerRecord<byte[], byte[]> letter) {
        if (parser.parse(OriginalRecords.incoming(letter)) instanceof ParseResult.Parsed parsed) {
            return Optional.of(parsed.change().recipient());
        }
        try {
            return Optional.ofNullable(letter.key()).map(key -> new Recipient(new String(key, UTF_8)));
        } catch (InvalidFieldException e) {
            return Optional.empty();
        }
    }
}
