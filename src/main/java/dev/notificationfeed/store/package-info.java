/** What is asked of the stored items and how they change: queries, changes, the outbox. Imports notification and mongodb. */
package dev.notificationfeed.store;
