/** How long items are kept, and the backfill when that changes. Imports mongodb, capability and time. */
package dev.notificationfeed.retention;
