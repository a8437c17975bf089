/**
 * What changed, published to every replica: publisher, codec, outbox relay, follower and the recent feed. Imports wire,
 * notification, store, kafka, health and time.
 */
package dev.notificationfeed.feed;
