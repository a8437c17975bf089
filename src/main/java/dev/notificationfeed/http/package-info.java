/** What every request passes: limits on connections, heads and bodies, and security headers. Imports problem. */
package dev.notificationfeed.http;
