/** Events in: consume, parse, store once, publish, commit; dead-letter the rest. Imports wire, event, notification, store, mongodb, feed, kafka, health and time. */
package dev.notificationfeed.ingest;
