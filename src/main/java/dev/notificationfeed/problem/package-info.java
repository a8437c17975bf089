/**
 * Errors: RFC 9457 problem documents from one catalogue, and the redaction of exceptions in the log. Imports wire.
 */
package dev.notificationfeed.problem;
