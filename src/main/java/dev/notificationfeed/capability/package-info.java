/** What this deployment can do now: the register of replicas and the answers of the release gate. Imports wire, mongodb, health and time. */
package dev.notificationfeed.capability;
