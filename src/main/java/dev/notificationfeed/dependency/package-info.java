/** What the service needs: looked at in the background, state and reason of each. Imports nothing of ours; others bring their checks. */
package dev.notificationfeed.dependency;
