package dev.notificationfeed.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.TisReference;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Positions and records survive a round trip; anything else is recognised. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class FeedPropertiesTest {

    private static final int REMEMBERED = 50;

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final FeedCodec codec = new FeedCodec(json);

    @Property
    void readsEveryPositionThatItWrote(
            @ForAll("epochs") String epoch,
            @ForAll @IntRange(max = 999_999) int partition,
            @ForAll @LongRange(max = 999_999_999_999_999_999L) long offset,
            @ForAll @IntRange(min = Position.UNKNOWN, max = 999_999_999) int leaderEpoch) {
        var position = new Position(epoch, partition, offset, leaderEpoch);

        assertThat(Position.parse(position.toString())).isEqualTo(position);
    }

    @Property
    void parsesOnlyPositionsInTheirOwnForm(@ForAll("nearPositions") String text) {
        var position = Position.parse(text);

        if (position != null) {
            assertThat(position).hasToString(text);
        }
    }

    @Property
    void readsEveryPublicationThatItWrote(@ForAll("publications") Publication publication) throws IOException {
        var key = publication.recipient().value().getBytes(UTF_8);

        var record = codec.decode(key, codec.encode(publication));

        assertThat(record.kind()).isEqualTo(publication.kind());
        assertThat(record.recipient()).isEqualTo(publication.recipient().value());
        assertThat(record.itemId()).isEqualTo(publication.id().value());
        assertThat(record.version()).isEqualTo(publication.version());
        assertThat(new String(record.json(), UTF_8)).doesNotContain("\n", "\r");
        if (publication.item() != null) {
            assertThat(record.unread()).isEqualTo(publication.item().isUnread());
            assertThat(json.readValue(record.json(), ItemView.class)).isEqualTo(ItemView.of(publication.item()));
        }
    }

    @Property
    void skipsRandomBytes(@ForAll byte[] key, @ForAll byte[] value) {
        assertThat(codec.decode(key, value)).isNull();
    }

    @Property
    void readsOrSkipsCorruptedRecords(
            @ForAll("publications") Publication publication,
            @ForAll @IntRange(max = 100_000) int at,
            @ForAll byte flip) {
        byte[] value = codec.encode(publication);
        value[at % value.length] ^= flip;

        assertThatNoException()
                .isThrownBy(() -> codec.decode(publication.recipient().value().getBytes(UTF_8), value));
        assertThat(codec.decode(new byte[] {49}, Arrays.copyOf(value, at % value.length)))
                .isNull();
    }

    @Property
    void skipsRecordWithInvalidKey(
            @ForAll("publications") Publication publication, @ForAll("invalidRecipients") String key) {
        assertThat(codec.decode(key.getBytes(UTF_8), codec.encode(publication))).isNull();
    }

    /** Compared with a map: what it remembers is true, and the last items are among it. */
    @Property(tries = 200)
    void remembersTheVersionsOfTheLastItems(@ForAll("changes") List<FeedRecord> changes) {
        var known = new KnownVersions(Feeds.config(Map.of("notifications.feed.versions-items", "" + REMEMBERED)));
        var latest = new HashMap<String, Long>();
        var order = new LinkedHashSet<String>();

        for (var change : changes) {
            var before = latest.getOrDefault(change.itemId(), 0L);
            var isNews = change.version() > before;
            if (isNews) {
                assertThat(known.isKnown(change)).isFalse();
                known.remember(change, 0);
                latest.put(change.itemId(), change.version());
                order.remove(change.itemId());
                order.add(change.itemId());
            }
            assertThat(known.isKnown(change) || !isNews).isTrue();
        }

        assertThat(known.size()).isLessThanOrEqualTo(2 * REMEMBERED);
        assertThat(order.stream().skip(Math.max(0, order.size() - REMEMBERED)))
                .allMatch(item -> known.isKnown(Feeds.created("ann", item, latest.get(item))))
                .noneMatch(item -> known.isKnown(Feeds.created("ann", item, latest.get(item) + 1)));
    }

    @Provide
    Arbitrary<List<FeedRecord>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4 * REMEMBERED),
                        Arbitraries.longs().between(1, 20))
                .as((item, version) -> Feeds.created("ann", "item-" + item, version))
                .list()
                .ofMinSize(REMEMBERED)
                .ofMaxSize(20 * REMEMBERED);
    }

    @Provide
    Arbitrary<String> epochs() {
        return Arbitraries.strings().withChars("0123456789abcdef").ofLength(10);
    }

    @Provide
    Arbitrary<String> nearPositions() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("0123456789abcdef-").ofMaxLength(40),
                Combinators.combine(epochs(), Arbitraries.bigIntegers(), Arbitraries.bigIntegers())
                        .as((epoch, partition, offset) -> epoch + "-" + partition + "-" + offset),
                Combinators.combine(
                                epochs(),
                                Arbitraries.strings().withChars("0123456789\u0661+ "),
                                Arbitraries.strings().numeric(),
                                Arbitraries.strings().withChars("0123456789-").ofMaxLength(12))
                        .as((epoch, partition, offset, more) -> epoch + "-" + partition + "-" + offset + more));
    }

    @Provide
    Arbitrary<String> invalidRecipients() {
        return Arbitraries.of("", "x".repeat(129), "a\nb", "\u0000", "\u0085");
    }

    @Provide
    Arbitrary<Publication> publications() {
        var recipients = lines(128).map(Recipient::new);
        var gone = Combinators.combine(
                        Arbitraries.of(Publication.Kind.DELETED, Publication.Kind.ERASED),
                        recipients,
                        ids(),
                        versions())
                .as((kind, recipient, id, version) -> new Publication(kind, recipient, id, version, null, null));
        return Arbitraries.oneOf(gone, items().map(item -> Publication.of(item, null)));
    }

    private static Arbitrary<Notification> items() {
        var references =
                Combinators.combine(lines(64), lines(128)).as(TisReference::new).injectNull(0.5);
        var instants = Arbitraries.longs()
                .between(-62_135_596_800_000L, 253_402_300_799_999L)
                .map(Instant::ofEpochMilli);
        var texts = Combinators.combine(
                        lines(64),
                        lines(300),
                        lines(320).injectNull(0.5),
                        lines(1000).injectNull(0.5))
                .as((subject, title, contact, detail) -> new String[] {subject, title, contact, detail});
        return Combinators.combine(
                        ids(),
                        lines(128).map(Recipient::new),
                        Arbitraries.of(Status.UNREAD, Status.READ, Status.ARCHIVED),
                        texts,
                        references,
                        instants,
                        instants.injectNull(0.5),
                        versions())
                .as((id, recipient, status, text, reference, sentAt, readAt, version) -> new Notification(
                        id,
                        recipient,
                        NotificationType.IN_APP,
                        text[0],
                        text[1],
                        reference,
                        text[2],
                        status,
                        text[3],
                        sentAt,
                        readAt,
                        null,
                        version));
    }

    private static Arbitrary<NotificationId> ids() {
        return Arbitraries.strings().withChars("0123456789abcdef").ofLength(24).map(NotificationId::new);
    }

    private static Arbitrary<Long> versions() {
        return Arbitraries.longs().between(1, Long.MAX_VALUE);
    }

    private static Arbitrary<String> lines(int max) {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .withCharRange('\ue000', '\uffff')
                .ofMinLength(1)
                .ofMaxLength(max);
    }
}
