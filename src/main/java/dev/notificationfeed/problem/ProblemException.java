package dev.notificationfeed.problem;

import java.time.Duration;
import java.util.Map;

/** A refused request, with the type and the detail that the caller gets. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final Duration retryAfter;
    private final transient Map<String, Object> extensions;

    /** A problem that a retry does not solve. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    /**
     * @param type the kind of problem
     * @param detail a sentence for the caller; no class name, no query, no personal data
     * @param retryAfter time after which a retry may succeed, or null; sent in whole seconds, at least 1
     */
    public ProblemException(ProblemType type, String detail, Duration retryAfter) {
        this(type, detail, retryAfter, Map.of());
    }

    private ProblemException(ProblemType type, String detail, Duration retryAfter, Map<String, Object> extensions) {
        // A refusal is an answer and not a fault, so it needs no stack trace.
        super(detail, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
        this.extensions = Map.copyOf(extensions);
    }

    /** A copy with an extension member, RFC 9457 section 3.2. */
    public ProblemException with(String name, Object value) {
        return new ProblemException(type, getMessage(), retryAfter, Map.of(name, value));
    }

    /** The kind of problem. */
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
