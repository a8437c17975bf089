/** Development, tests, and the making of the image: embedded Kafka and MongoDB, tokens to call with, and a rehearsal of the service. Imports nothing of ours, and nobody imports it. */
package dev.notificationfeed.devstack;
