package dev.notificationfeed.store;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** The record of erased recipients. Public because the configuration validator needs that. */
@ConfigMapping(prefix = "notifications.erasure")
public interface ErasureConfig {

    /** Secret for the hashes of erased recipients; the same on all replicas. Without it, a random one is kept in MongoDB. */
    Optional<@Size(min = 32, message = "must have at least 32 characters") String> key();
}
