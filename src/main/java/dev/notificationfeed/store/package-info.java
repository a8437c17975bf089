/** The one place that knows MongoDB: documents, indexes, queries. Imports notification and dependency. */
package dev.notificationfeed.store;
