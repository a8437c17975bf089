/** REST and SSE resources, views and paging: they translate and delegate. Imports notification, store, mongodb, feed, stream, capability, security and problem. */
package dev.notificationfeed.api;
