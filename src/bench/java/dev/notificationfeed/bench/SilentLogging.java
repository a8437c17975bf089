package dev.notificationfeed.bench;

import java.util.logging.Level;
import org.jboss.logmanager.Logger;

/**
 * Switches logging off in benchmark processes. Their logging back end enables all levels until it is configured, so that
 * servers and clients would write every message and document to a log that nobody reads.
 */
final class SilentLogging {

    /** Referenced here, because a logger without a strong reference loses its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private SilentLogging() {}

    /** From now on only errors are logged. */
    static void on() {
        ROOT.setLevel(Level.SEVERE);
    }
}
