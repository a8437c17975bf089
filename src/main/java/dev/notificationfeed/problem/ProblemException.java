package dev.notificationfeed.problem;

import java.time.Duration;
import java.util.Map;

/** A request that is refused; whoever throws it decides what the caller reads. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final Duration retryAfter;
    private final transient Map<String, Object> extensions;

    /** A refusal that asking again does not change. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    /**
     * @param type what kind of problem it is
     * @param detail a sentence for the caller; no class name, no query, no personal data
     * @param retryAfter after how long it is worth asking again, or null
     */
    public ProblemException(ProblemType type, String detail, Duration retryAfter) {
        this(type, detail, retryAfter, Map.of());
    }

    private ProblemException(ProblemType type, String detail, Duration retryAfter, Map<String, Object> extensions) {
        // Refusals are answers, not faults: nobody reads their stack.
        super(detail, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
        this.extensions = Map.copyOf(extensions);
    }

    /** The same with a further member in its document, RFC 9457 section 3.2. */
    public ProblemException with(String name, Object value) {
        return new ProblemException(type, getMessage(), retryAfter, Map.of(name, value));
    }

    /** What kind of problem it is. */
    public ProblemType type() {
        return type;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    Map<String, Object> extensions() {
        return extensions;
    }
}
