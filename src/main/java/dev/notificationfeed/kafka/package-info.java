/** Kafka clients, admin look-ups, topics, the writer and their checks. Imports health. */
package dev.notificationfeed.kafka;
