package dev.notificationfeed.capability;

import java.time.Duration;

/**
 * An entry of the register.
 *
 * @param replica as it last reported
 * @param ago time from its report to the read of the register, by MongoDB's clock
 */
public record SeenReplica(Replica replica, Duration ago) {}
