/** Who is calling, and for which recipient. Imports notification, problem and dependency. */
package dev.notificationfeed.security;
