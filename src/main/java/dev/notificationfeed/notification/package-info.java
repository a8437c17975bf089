/** What a notification is: the words, rules and values that every other package speaks in. Imports nothing of ours and no framework. */
package dev.notificationfeed.notification;
