package dev.notificationfeed.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** The socket of one stream. Its context runs everything that is done with it, one task at a time. */
public interface Outlet {

    /** How the client left. */
    enum Departure {
        /** It closed or reset the connection. */
        LEFT,
        /** It acknowledged nothing until the timeout. */
        VANISHED
    }

    /** Runs a task on the socket's context. */
    void run(Runnable work);

    /** Completes when the socket has taken the bytes, fails when it is closed. The bytes are shared and must not be changed. */
    Future<Void> write(Buffer bytes);

    /** Writes the last bytes and closes. */
    void end(Buffer bytes);

    /** Closes the connection at once and drops what the socket has not taken. */
    void abort();

    /** Calls back when the client leaves, or at once if it has left already. */
    void onClosed(Consumer<Departure> gone);
}
