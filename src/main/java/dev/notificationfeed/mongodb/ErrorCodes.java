package dev.notificationfeed.mongodb;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import java.util.Set;

/** Classifies MongoDB's error codes. The names are those of MongoDB's {@code error_codes.yml}. */
public final class ErrorCodes {

    private static final int DUPLICATE_KEY = 11000;

    /**
     * The document itself is invalid, so a retry would fail again: DocumentValidationFailure, BSONObjectTooLarge, KeyTooLong,
     * and "resulting document is too large". Any other code counts as an outage: a needless retry is better than a dead letter
     * because of a full disk.
     */
    private static final Set<Integer> PERMANENT = Set.of(121, 10334, 17280, 17419);

    /**
     * The server is not the primary, or stops being it: the codes that the specification "Server Discovery and Monitoring" of
     * MongoDB's drivers lists. Also reported when a write has happened and the majority has not confirmed it.
     */
    private static final Set<Integer> ELECTION = Set.of(91, 189, 10058, 10107, 11600, 11602, 13435, 13436);

    private ErrorCodes() {}

    /** Whether a document with the same id exists. */
    public static boolean isDuplicate(int code) {
        return code == DUPLICATE_KEY;
    }

    /** Whether a write of one document fails because a document with the same id exists. */
    public static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoException error && isDuplicate(error.getCode());
    }

    /** Whether a retry would fail again. */
    public static boolean isPermanent(int code) {
        return PERMANENT.contains(code);
    }

    /** Whether a retry of a write of one document would fail again. */
    public static boolean isPermanent(Throwable failure) {
        return failure instanceof MongoServerException error && isPermanent(error.getCode());
    }

    /**
     * Whether an election of a replica set fails calls like this: the server is no longer the primary, or the connection to it
     * was lost. A server that is only slow is not meant.
     */
    static boolean isElection(Throwable failure) {
        if (failure instanceof MongoSocketException) {
            return !(failure instanceof MongoSocketReadTimeoutException);
        }
        return failure instanceof MongoConnectionPoolClearedException
                || failure instanceof MongoException error && ELECTION.contains(error.getCode());
    }

    /** A failure in words for operators. The driver's own message may name users and commands, and anyone can read a reason. */
    public static String describe(Throwable failure) {
        if (failure instanceof MongoSecurityException) {
            return "MongoDB does not accept the service's credentials";
        }
        return failure instanceof MongoException error && error.getCode() > 0
                ? "MongoDB refuses with error code " + error.getCode()
                : "MongoDB cannot be reached";
    }
}
