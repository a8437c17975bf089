/** The clocks of the service and the tasks that recur. Imports nothing of ours. */
package dev.notificationfeed.time;
