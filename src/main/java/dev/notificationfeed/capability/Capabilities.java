package dev.notificationfeed.capability;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the deployment can do now: the live state of this replica, joined with the last reports of the others. */
@ApplicationScoped
public class Capabilities {

    private final ThisReplica self;
    private final OtherReplicas others;

    Capabilities(ThisReplica self, OtherReplicas others) {
        this.self = self;
        this.others = others;
    }

    /** Each capability by its name, with the reason why it is unavailable; empty text when it is available. Never waits. */
    public Map<String, String> unavailableReasons() {
        DeploymentCapabilities deployment = new DeploymentCapabilities(self.report(), others.recent(), others.known());
        Map<String, String> reasons = new LinkedHashMap<>();
        Arrays.stream(Capability.values())
                .map(Capability::id)
                .forEach(id -> reasons.put(id, deployment.unavailableReason(id)));
        return reasons;
    }
}
