package dev.notificationfeed.health;

/**
 * What is known of one dependency. There are two answers because a blip must not empty a Service: {@code ready} forgives
 * a few failures in a row once the dependency has existed, {@code finding} never does.
 *
 * @param name the check's name
 * @param finding what the last look found
 * @param ready whether it counts as there for readiness
 */
public record DependencyState(String name, CheckResult result, boolean ready) {}
