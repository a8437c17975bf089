/** The stored items: queries, changes and the outbox. Imports notification and mongodb. */
package dev.notificationfeed.store;
