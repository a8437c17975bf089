/** Errors on the wire: RFC 9457 problem documents from one catalogue, whoever raises them. Imports nothing of ours. */
package dev.notificationfeed.problem;
