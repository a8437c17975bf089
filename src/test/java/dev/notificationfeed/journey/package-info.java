/** The packaged application as a process, from outside: event in, row stored, REST read, stream seen. */
package dev.notificationfeed.journey;
