package dev.notificationfeed.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationIdTest {

    /** Checked with {@code printf '/tis/placements\npl-2719224-info' | sha256sum}: the ids of stored items depend on it. */
    @Test
    void isPrefixOfTheDigestOfSourceAndId() {
        assertThat(NotificationId.derivedFrom("/tis/placements", "pl-2719224-info"))
                .hasToString("ec6fcce621037fa0033d4cbc");
    }

    @Test
    void separatesSourceAndId() {
        assertThat(NotificationId.derivedFrom("a", "bc")).isNotEqualTo(NotificationId.derivedFrom("ab", "c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "68a3768a4f6c9f28f981b6f",
                "68a3768a4f6c9f28f981b6f55",
                "68A3768A4F6C9F28F981B6F5",
                "g8a3768a4f6c9f28f981b6f5"
            })
    void rejectsOtherForms(String text) {
        assertThat(NotificationId.isWellFormed(text)).isFalse();
        assertThatThrownBy(() -> new NotificationId(text)).hasMessage("id must be 24 lower-case hexadecimal digits");
    }
}
