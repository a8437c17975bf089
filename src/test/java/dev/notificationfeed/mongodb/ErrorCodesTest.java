package dev.notificationfeed.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodesTest {

    private static final ServerAddress SERVER = new ServerAddress("localhost");

    @ParameterizedTest
    @ValueSource(ints = {91, 189, 10058, 10107, 11600, 11602, 13435, 13436})
    void codesOfAServerThatIsNoLongerThePrimaryAreAnElection(int code) {
        assertThat(ErrorCodes.isElection(refusal(code))).isTrue();
    }

    @Test
    void aLostConnectionMayBeAnElection() {
        assertThat(ErrorCodes.isElection(new MongoSocketReadException("closed", SERVER)))
                .isTrue();
    }

    /** To repeat a call that was too slow would double the load. */
    static Stream<MongoException> otherFailures() {
        return Stream.of(
                refusal(50),
                refusal(13),
                new MongoSocketReadTimeoutException("slow", SERVER, null),
                new MongoTimeoutException("no connection is free"),
                new MongoOperationTimeoutException("slow"));
    }

    @ParameterizedTest
    @MethodSource("otherFailures")
    void slownessAndRefusalsAreNoElection(MongoException failure) {
        assertThat(ErrorCodes.isElection(failure)).isFalse();
    }

    private static MongoCommandException refusal(int code) {
        return new MongoCommandException(BsonDocument.parse("{ok: 0, code: " + code + ", errmsg: 'refused'}"), SERVER);
    }
}
