/** Kafka clients, admin look-ups, topics and the one writer. Imports health. */
package dev.notificationfeed.kafka;
