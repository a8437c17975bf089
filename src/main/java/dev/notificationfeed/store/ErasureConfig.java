package dev.notificationfeed.store;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The record of erased recipients. Public because the configuration validator needs that. */
@ConfigMapping(prefix = "notifications.erasure")
public interface ErasureConfig {

    /** Secret for the hashes of erased recipients; the same on all replicas. Without it, a random one is kept in MongoDB. */
    Optional<String> key();
}
