package dev.notificationfeed.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import java.util.Set;

/** What MongoDB's error codes mean for a document. Names are those of MongoDB's {@code error_codes.yml}. */
public final class ErrorCodes {

    private static final int DUPLICATE_KEY = 11000;

    /**
     * The document itself is at fault, so trying again is in vain: DocumentValidationFailure, BSONObjectTooLarge,
     * KeyTooLong, and "resulting document is too large". What is not listed counts as an outage: better to try once too
     * often than to set an event aside because a disk was full.
     */
    private static final Set<Integer> FOR_GOOD = Set.of(121, 10334, 17280, 17419);

    private ErrorCodes() {}

    public static boolean isDuplicate(int code) {
        return code == DUPLICATE_KEY;
    }

    public static boolean isForGood(int code) {
        return FOR_GOOD.contains(code);
    }

    /** A failure in an operator's words; a driver's own may name users and commands, and a reason is read by anyone. */
    static String describe(Throwable failure) {
        if (failure instanceof MongoSecurityException) {
            return "MongoDB does not accept the service's credentials";
        }
        return failure instanceof MongoException refusal && refusal.getCode() > 0
                ? "MongoDB refuses with error code " + refusal.getCode()
                : "MongoDB cannot be reached";
    }
}
