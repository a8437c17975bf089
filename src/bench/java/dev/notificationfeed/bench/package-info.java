/** The benchmark: the packaged application under load, each figure beside a yardstick of the same run. Run by -Pbench, never by verify. */
package dev.notificationfeed.bench;
