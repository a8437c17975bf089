package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Cursor;
import dev.notificationfeed.feed.ResetReason;

/**
 * Where a stream begins.
 *
 * @param cursor the place
 * @param resumed whether that is where the client had left off
 * @param resetReason why the client's position was of no use; null if it was good, or if it sent none
 */
record StreamStart(Cursor cursor, boolean resumed, ResetReason resetReason) {}
