package dev.notificationfeed.problem;

import dev.notificationfeed.wire.WireName;
import java.net.URI;

/** The catalogue of all problems that callers can get; codes and statuses are part of the REST contract. */
public enum ProblemType {
    /** A parameter, the URL or the body is invalid. */
    INVALID_PARAMETER(400, "Invalid parameter"),
    /** No token, or an invalid one. */
    UNAUTHENTICATED(401, "Not authenticated"),
    /** The token has no recipient claim. */
    NO_RECIPIENT(403, "No recipient"),
    /** The token does not have the required role. */
    FORBIDDEN(403, "Forbidden"),
    /** It does not exist, or it belongs to someone else. */
    NOT_FOUND(404, "Not found"),
    /** The item has no content. */
    NO_CONTENT(404, "No content"),
    /** The path exists, but does not support the method. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** The server cannot produce an accepted media type. */
    NOT_ACCEPTABLE(406, "Not acceptable"),
    /** An item of this type cannot have the status. */
    STATUS_NOT_ALLOWED(409, "Status not allowed"),
    /** The request's body is too large. */
    CONTENT_TOO_LARGE(413, "Content too large"),
    /** The request's URL is too long. */
    URI_TOO_LONG(414, "URI too long"),
    /** The request's body is not JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** A required capability is not available. */
    PREREQUISITE_MISSING(424, "Prerequisite missing"),
    /** The recipient has reached the limit of streams. */
    TOO_MANY_STREAMS(429, "Too many streams"),
    /** The recipient has too many calls at the same time. */
    TOO_MANY_REQUESTS(429, "Too many requests"),
    /** The request's headers are too long. */
    HEADER_TOO_LARGE(431, "Header too large"),
    /** A fault of the service. */
    INTERNAL(500, "Internal error"),
    /** MongoDB does not answer. */
    STORE_UNAVAILABLE(503, "Store unavailable"),
    /** The keys that verify tokens have not been loaded yet. */
    IDENTITY_UNAVAILABLE(503, "Identity provider unavailable"),
    /** The recent feed has not been read back yet. */
    FEED_UNAVAILABLE(503, "Feed unavailable"),
    /** This replica is shutting down. */
    SHUTTING_DOWN(503, "Shutting down"),
    /** This replica has reached a limit. */
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

    /** A few words; the same for every occurrence of the problem. */
    public String title() {
        return title;
    }

    /** The stable name by which clients tell problems apart, e.g. {@code not-found}. */
    public String code() {
        return WireName.of(this);
    }

    /** The type member, RFC 9457 section 3.1.1: an identifier without a page. */
    URI uri() {
        return URI.create("urn:problem-type:notification-feed:" + code());
    }
}
