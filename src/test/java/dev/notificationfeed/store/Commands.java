package dev.notificationfeed.store;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The commands that a client sent. */
public final class Commands implements CommandListener {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> unlimited = new CopyOnWriteArrayList<>();
    private final List<BsonDocument> withFilter = new CopyOnWriteArrayList<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        sent.add(event.getCommandName());
        if (!event.getCommand().containsKey("maxTimeMS")) {
            unlimited.add(event.getCommandName());
        }
        if (!event.getCommandName().equals("insert")) {
            withFilter.add(event.getCommand().clone());
        }
    }

    /** The filters of the commands with this name, in order, as JSON. */
    public List<String> filters(String name) {
        return withFilter.stream()
                .filter(command -> command.getFirstKey().equals(name))
                .flatMap(Commands::filters)
                .map(BsonValue::toString)
                .toList();
    }

    /** The commands that found documents, in order. */
    public List<BsonDocument> found() {
        return withFilter.stream()
                .filter(command -> command.getFirstKey().equals("find"))
                .toList();
    }

    private static Stream<BsonValue> filters(BsonDocument command) {
        return switch (command.getFirstKey()) {
            case "update" ->
                command.getArray("updates").stream()
                        .map(update -> update.asDocument().get("q"));
            case "aggregate" -> Stream.of(command.getArray("pipeline").get(0));
            case "find" -> Stream.of(command.get("filter"));
            default -> Stream.of(command.get("query"));
        };
    }

    /** The command names in order. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    /** The names of those without a time limit that the server enforces. */
    public List<String> withoutTimeLimit() {
        return List.copyOf(unlimited);
    }

    public void forget() {
        unlimited.clear();
        sent.clear();
        withFilter.clear();
    }
}
