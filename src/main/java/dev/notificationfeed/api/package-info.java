/** HTTP: resources that translate and delegate, and what they read and write. Imports notification, store, feed, security, problem and dependency. */
package dev.notificationfeed.api;
