/** Open streams: resume, cursors, unread counts and the drain at shutdown. Imports notification, store, mongodb, feed, kafka and time. */
package dev.notificationfeed.stream;
