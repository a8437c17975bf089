package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MongoDB commands of each call do not depend on the number of items. */
class StoreCommandsBySizeTest {

    private static final ListQuery FIRST_PAGE =
            new ListQuery(ANNA, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, 20);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2_000})
    void commandsDoNotDependOnTheNumberOfItems(int items) {
        await(wire.store.apply(items("there", items)));

        assertThat(commandsOf(wire.store.list(FIRST_PAGE))).containsExactlyInAnyOrder("aggregate", "find");
        assertThat(commandsOf(wire.store.countUnread(ANNA, 100))).containsExactly("aggregate");
        assertThat(commandsOf(wire.store.message(ANNA, id("there-1")))).containsExactly("find");
        assertThat(commandsOf(publishedMark("there-1"))).containsExactly("findAndModify", "update");
        assertThat(commandsOf(wire.store.apply(items("new", 1_000)))).containsExactly("find", "insert", "find", "find");
    }

    private static List<Received> items(String name, int count) {
        return Arrivals.at(
                NOW,
                IntStream.range(0, count)
                        .mapToObj(i -> item(name + "-" + i).created())
                        .toList());
    }

    private Uni<Void> publishedMark(String event) {
        return wire.store
                .mark(ANNA, id(event), READ)
                .chain(marked -> wire.store.markPublished(List.of(marked.publication())));
    }

    private List<String> commandsOf(Uni<?> call) {
        wire.commands.forget();
        await(call);
        return wire.commands.sent();
    }
}
