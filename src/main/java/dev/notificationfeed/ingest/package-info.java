/** Events in: consumed, stored once, published, committed; what is not understood is set aside. Imports event, notification, store, feed and dependency. */
package dev.notificationfeed.ingest;
