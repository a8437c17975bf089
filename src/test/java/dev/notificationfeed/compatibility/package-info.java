/** The contract as it is, compared with the one that was released: docs/compatibility.md says what may change. */
package dev.notificationfeed.compatibility;
