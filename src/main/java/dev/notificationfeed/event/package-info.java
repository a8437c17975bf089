/** What producers send: a CloudEvent in, a sealed Parsed or Rejected out. Imports wire and notification; Jackson is its only library. */
package dev.notificationfeed.event;
