package dev.notificationfeed.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The claims and roles of tokens; {@code quarkus.oidc} configures their verification. */
@ConfigMapping(prefix = "notifications.security")
public interface SecurityConfig {

    /** The claim that names the recipient. */
    @WithDefault("custom:tisId")
    String recipientClaim();

    /** The role that may read and erase other people's notifications. */
    @WithDefault("notifications-admin")
    String adminRole();

    /** Time after which the issuer's keys are loaded again even if every token was verified; more than 10 seconds. */
    @WithDefault("60s")
    @DurationMin(seconds = 10, inclusive = false)
    Duration keysRefreshedEvery();
}
