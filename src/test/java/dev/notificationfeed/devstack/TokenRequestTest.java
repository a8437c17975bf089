package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {

    @Test
    void readsEveryParameter() {
        assertThat(TokenRequest.parse("recipient=a%26b&roles=x,y&expiresIn=-5&audience=someone"))
                .isEqualTo(new TokenRequest("a&b", List.of("x", "y"), Duration.ofSeconds(-5), "someone"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"recipient=&roles=&expiresIn=", "recipient"})
    void treatsEmptyParametersAsAbsent(String query) {
        assertThat(TokenRequest.parse(query))
                .isEqualTo(new TokenRequest(null, List.of(), Duration.ofHours(12), "notification-feed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expiresIn=soon", "expiresIn=1.5", "recipent=47165", "recipient=%zz"})
    void refusesInvalidParameters(String query) {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRequest.parse(query));
    }
}
