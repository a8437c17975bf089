package dev.notificationfeed.journey;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A breakpoint in a replica's code that suspends the whole JVM, so that a journey can kill the replica exactly there. It is
 * set through the JVM's debug interface; the service needs no code for it.
 */
final class FaultPoint implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private static final String METHOD = "method";

    private final VirtualMachine replica;

    private FaultPoint(VirtualMachine replica) {
        this.replica = replica;
    }

    /** The option with which the JVM must be started. */
    static String jvmOption(int port) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=localhost:" + port;
    }

    /**
     * Suspends the replica when it enters the method.
     *
     * @param port the port given to {@link #jvmOption}
     * @param className the binary name of the class
     */
    static FaultPoint at(int port, String className, String method) {
        var point = new FaultPoint(attach(port));
        point.set(className, method);
        return point;
    }

    private static VirtualMachine attach(int port) {
        var connector = connector();
        var arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("localhost");
        arguments.get("port").setValue(String.valueOf(port));
        try {
            return connector.attach(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AttachingConnector connector() {
        return Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
    }

    /** A class that is not loaded yet gets its breakpoint when the replica loads it: see {@link #awaitReached}. */
    private void set(String className, String method) {
        var loaded = replica.classesByName(className);
        loaded.forEach(type -> setIn(type, method));
        if (loaded.isEmpty()) {
            var request = replica.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(className);
            request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            request.putProperty(METHOD, method);
            request.enable();
        }
    }

    private void setIn(ReferenceType type, String method) {
        var request = replica.eventRequestManager().createBreakpointRequest(entry(type, method));
        request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        request.enable();
    }

    private static com.sun.jdi.Location entry(ReferenceType type, String method) {
        var methods = type.methodsByName(method);
        if (methods.isEmpty()) {
            throw new IllegalArgumentException(type.name() + " has no method " + method);
        }
        return methods.get(0).location();
    }

    /** Waits until the replica is suspended at the point. */
    void awaitReached() {
        try {
            for (var events = replica.eventQueue().remove(PATIENCE_MILLIS);
                    events != null;
                    events = replica.eventQueue().remove(PATIENCE_MILLIS)) {
                if (List.copyOf(events).stream().anyMatch(BreakpointEvent.class::isInstance)) {
                    return;
                }
                events.forEach(this::setWhenLoaded);
                events.resume();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        throw new AssertionError("the replica did not reach the fault point");
    }

    private void setWhenLoaded(Event event) {
        if (event instanceof ClassPrepareEvent prepared) {
            setIn(prepared.referenceType(), (String) prepared.request().getProperty(METHOD));
        }
    }

    @Override
    public void close() {
        try {
            replica.dispose();
        } catch (VMDisconnectedException killed) {
            // killed at the point, as intended
        }
    }
}
