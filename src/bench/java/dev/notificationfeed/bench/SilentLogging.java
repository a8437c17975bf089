package dev.notificationfeed.bench;

import java.util.logging.Level;
import org.jboss.logmanager.Logger;

/**
 * Switches logging off in a process of the benchmark. Servers and clients log through a back end that thinks all levels
 * enabled until it is told otherwise, and write out every message and every document for a log that nobody keeps.
 */
final class SilentLogging {

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private SilentLogging() {}

    /** Only what has failed is logged from now on. */
    static void loggers() {
        ROOT.setLevel(Level.SEVERE);
    }
}
