package dev.notificationfeed.problem;

import java.net.URI;
import java.util.Locale;

/** The catalogue of everything that can go wrong for a caller; codes and statuses are part of the REST contract. */
public enum ProblemType {
    /** A parameter is not of its form. */
    INVALID_PARAMETER(400, "Invalid parameter"),
    /** No token, or one that does not hold. */
    UNAUTHENTICATED(401, "Not authenticated"),
    /** The token names no recipient. */
    NO_RECIPIENT(403, "No recipient"),
    /** A role is missing. */
    FORBIDDEN(403, "Forbidden"),
    /** Nothing is there, or it is someone else's. */
    NOT_FOUND(404, "Not found"),
    /** The item has no content. */
    NO_CONTENT(404, "No content"),
    /** The path exists, but not for this method. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** None of the accepted media types can be given. */
    NOT_ACCEPTABLE(406, "Not acceptable"),
    /** The item's type cannot have the status. */
    STATUS_NOT_ALLOWED(409, "Status not allowed"),
    /** The request's body is too large. */
    CONTENT_TOO_LARGE(413, "Content too large"),
    /** The request's URL is too long. */
    URI_TOO_LONG(414, "URI too long"),
    /** The request's body is not JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** A capability that was asked for is not available. */
    PREREQUISITE_MISSING(424, "Prerequisite missing"),
    /** The recipient has as many streams as one may have. */
    TOO_MANY_STREAMS(429, "Too many streams"),
    /** The request's headers are too long. */
    HEADER_TOO_LARGE(431, "Header too large"),
    /** A fault of ours. */
    INTERNAL(500, "Internal error"),
    /** MongoDB is away. */
    STORE_UNAVAILABLE(503, "Store unavailable"),
    /** The keys that tokens are verified with have never been loaded. */
    IDENTITY_UNAVAILABLE(503, "Identity provider unavailable"),
    /** The recent feed has not been read back yet. */
    FEED_UNAVAILABLE(503, "Feed unavailable"),
    /** This replica is going down. */
    SHUTTING_DOWN(503, "Shutting down"),
    /** A limit of this replica is reached. */
    OVERLOADED(503, "Overloaded");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What kind of problem it is, in a few words; the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The stable name that clients decide by, e.g. {@code not-found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same as an identifier, RFC 9457 section 3.1.1; there is no page behind it. */
    URI uri() {
        return URI.create("urn:problem-type:notification-feed:" + code());
    }
}
