/** What a notification is: the words, rules and values that every other package speaks in. Imports wire and no framework. */
package dev.notificationfeed.notification;
