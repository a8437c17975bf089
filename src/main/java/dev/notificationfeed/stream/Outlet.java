package dev.notificationfeed.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** The socket of one stream. Everything on it happens on its own context, one thing at a time. */
public interface Outlet {

    /** How the other side went. */
    enum Departure {
        /** It closed the connection, or broke it off. */
        LEFT,
        /** It acknowledged nothing for so long that it was given up. */
        VANISHED
    }

    /** Runs something on the socket's own context. */
    void run(Runnable work);

    /** Writes; completes when the socket has taken it, fails when it is closed. The bytes may be shared and must not be changed. */
    Future<Void> write(Buffer bytes);

    /** Writes the last bytes and closes. */
    void end(Buffer bytes);

    /** Breaks the connection off without another word; what it has not taken is thrown away. */
    void abort();

    /** Calls back when the other side has gone, also when it had gone before. */
    void onClosed(Consumer<Departure> gone);
}
