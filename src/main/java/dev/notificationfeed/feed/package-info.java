/** What changed, told to every replica: publisher, outbox relay, follower and the recent feed. Imports notification, store, kafka, health and time. */
package dev.notificationfeed.feed;
