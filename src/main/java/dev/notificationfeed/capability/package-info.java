/** What this deployment can do now: the register of replicas and the answer of the release gate. Imports mongodb, health and time. */
package dev.notificationfeed.capability;
