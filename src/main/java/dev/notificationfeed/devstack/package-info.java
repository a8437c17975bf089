/** Development and test only: embedded Kafka and MongoDB, and tokens to call with. Imports nothing of ours, and nobody imports it. */
package dev.notificationfeed.devstack;
