package dev.notificationfeed.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.List;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Finds the methods of a path. A 405 must name them (RFC 9110 section 15.5.6); that of RESTEasy Reactive does not. */
final class AllowedMethods implements RuntimeResourceVisitor {

    private final List<String> segments;
    private final TreeSet<String> methods = new TreeSet<>();

    private AllowedMethods(String path) {
        this.segments = segments(path);
    }

    static String of(String path) {
        AllowedMethods allowed = new AllowedMethods(path);
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), allowed);
        return String.join(", ", allowed.methods);
    }

    @Override
    public void visitRuntimeResource(String httpMethod, String fullPath, RuntimeResource resource) {
        if (matches(segments(fullPath))) {
            methods.add(httpMethod);
        }
    }

    private boolean matches(List<String> template) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            if (!template.get(i).startsWith("{") && !template.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> segments(String path) {
        return List.of(path.replaceAll("^/+|/+$", "").split("/+"));
    }
}
