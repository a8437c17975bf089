/** End-to-end tests of the packaged application as a process: event, store, REST, stream. */
package dev.notificationfeed.journey;
