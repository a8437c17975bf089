/** The clocks of the service and the work that recurs in the background. Imports nothing of ours. */
package dev.notificationfeed.time;
