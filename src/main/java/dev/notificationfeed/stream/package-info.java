/**
 * Open streams: resume, cursors, unread counts, windows and drain. Imports wire, notification, store, mongodb, feed, kafka
 * and time.
 */
package dev.notificationfeed.stream;
