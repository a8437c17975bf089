package dev.notificationfeed.devstack;

/** A server in this JVM that can be stopped and started again on the same port with the same data. */
public interface EmbeddedServer {

    /** Starts it, if it does not run; clients can connect when this returns. */
    void start();

    /** Stops it, if it runs, and waits until its port and its files are free. The data stay. */
    void stop();

    /** What clients connect to. */
    String address();
}
