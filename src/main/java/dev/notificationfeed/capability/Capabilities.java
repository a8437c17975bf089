package dev.notificationfeed.capability;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the deployment can do now: this replica's own live facts, joined with what the others last reported. */
@ApplicationScoped
public class Capabilities {

    private final ThisReplica self;
    private final OtherReplicas others;

    Capabilities(ThisReplica self, OtherReplicas others) {
        this.self = self;
        this.others = others;
    }

    /** Each capability by its name, with the reason why it is not available; empty text when it is. Never waits. */
    public Map<String, String> lacks() {
        DeploymentCapabilities fleet = new DeploymentCapabilities(self.now(), others.seen());
        Map<String, String> lacks = new LinkedHashMap<>();
        Arrays.stream(Capability.values())
                .map(Capability::id)
                .forEach(id -> lacks.put(id, others.known() ? fleet.lack(id) : fleet.lackUnlessKnown(id)));
        return lacks;
    }
}
