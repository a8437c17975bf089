/** For development, tests and the image build: embedded Kafka, MongoDB and token issuer, the inbox page, and the AOT training run. Imports no other room, and no room imports it. */
package dev.notificationfeed.devstack;
