/** What changed, told to every replica and every open stream. Imports notification, store and dependency. */
package dev.notificationfeed.feed;
