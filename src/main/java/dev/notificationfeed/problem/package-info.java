/**
 * Errors on the wire: RFC 9457 problem documents from one catalogue, whoever raises them; and what the log says of failures.
 * Imports nothing of ours.
 */
package dev.notificationfeed.problem;
