package dev.notificationfeed.store;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The commands that a client sent. */
public final class Commands implements CommandListener {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> unlimited = new CopyOnWriteArrayList<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        sent.add(event.getCommandName());
        if (!event.getCommand().containsKey("maxTimeMS")) {
            unlimited.add(event.getCommandName());
        }
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
    }
}
