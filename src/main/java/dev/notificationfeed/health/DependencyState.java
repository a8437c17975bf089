package dev.notificationfeed.health;

/**
 * The state of one dependency. A short outage must not remove all replicas from a Service, so {@code ready} tolerates a few
 * failures in a row once the dependency was up; {@code result} does not.
 *
 * @param name the check's name
 * @param result the result of the last check
 * @param ready whether the dependency counts as up for readiness
 */
public record DependencyState(String name, CheckResult result, boolean ready) {}
