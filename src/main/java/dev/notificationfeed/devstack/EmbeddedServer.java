package dev.notificationfeed.devstack;

/** A server in this JVM; after a stop it can be started again on the same port with the same data. */
public interface EmbeddedServer {

    /** Starts the server unless it runs; clients can connect when this returns. */
    void start();

    /** Stops the server if it runs and waits until its port and files are free. The data are kept. */
    void stop();

    /** The address for clients. */
    String address();
}
