package dev.notificationfeed.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a token says of its bearer; how it is verified is a matter of {@code quarkus.oidc}. */
@ConfigMapping(prefix = "notifications.security")
public interface SecurityConfig {

    /** The claim that names the recipient. */
    @WithDefault("custom:tisId")
    String recipientClaim();

    /** The role that reads and erases other people's notifications. */
    @WithDefault("notifications-admin")
    String adminRole();

    /** Time after which the issuer's keys are loaded again, though every token could be verified; more than 10 s. */
    @WithDefault("60s")
    Duration keysRefreshedEvery();
}
