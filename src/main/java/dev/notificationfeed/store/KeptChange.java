package dev.notificationfeed.store;

/**
 * A change that was kept because its item had not come.
 *
 * @param id identifies it among the kept changes
 * @param received the change with its record
 */
public record KeptChange(String id, Received received) {}
