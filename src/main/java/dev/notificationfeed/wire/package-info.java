/** Names and digests in the form that they have on the wire. Imports nothing of ours. */
package dev.notificationfeed.wire;
