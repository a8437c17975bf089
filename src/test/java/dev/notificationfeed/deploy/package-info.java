/** What {@code deploy/} has, held against the application that it deploys. */
package dev.notificationfeed.deploy;
