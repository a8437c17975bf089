/** Who is calling, and for which recipient. Imports notification, problem and health. */
package dev.notificationfeed.security;
