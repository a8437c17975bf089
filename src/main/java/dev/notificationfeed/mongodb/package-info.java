/** The MongoDB client: settings, time limits, documents, indexes and their checks. Imports notification, health and time. */
package dev.notificationfeed.mongodb;
