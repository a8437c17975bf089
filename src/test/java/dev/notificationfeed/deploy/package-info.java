/** Checks the files of {@code deploy/} against the application. */
package dev.notificationfeed.deploy;
