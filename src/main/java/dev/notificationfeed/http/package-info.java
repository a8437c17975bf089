/** Limits on connections, request heads and bodies, and security headers, for every request. Imports problem and wire. */
package dev.notificationfeed.http;
