package dev.notificationfeed.store;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The commands that a client sent. */
public final class Commands implements CommandListener {

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        sent.add(event.getCommandName());
    }

    /** The command names in order. */
    public List<String> sent() {
        return List.copyOf(sent);
    }

    public void forget() {
        sent.clear();
    }
}
