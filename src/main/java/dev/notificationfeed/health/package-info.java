/** Kubernetes' probes, answered from what {@link dev.notificationfeed.dependency} last found. Imports dependency. */
package dev.notificationfeed.health;
