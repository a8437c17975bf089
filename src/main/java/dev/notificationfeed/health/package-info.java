/** What the service needs: each dependency is checked in the background, and the probes answer from the latest results. Imports time. */
package dev.notificationfeed.health;
