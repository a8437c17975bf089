/** Compares the current contract with the released one; see docs/compatibility.md for the allowed changes. */
package dev.notificationfeed.compatibility;
