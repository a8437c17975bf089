package dev.notificationfeed.capability;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All replicas that reported recently. During a roll-out, old and new replicas answer requests side by side. A capability
 * is therefore available only if every replica has it.
 *
 * @param self this replica, as it is now
 * @param others the other replicas, as each last reported
 * @param othersKnown whether the register of replicas was read recently
 */
record DeploymentCapabilities(Replica self, List<Replica> others, boolean othersKnown) {

    /** An old version does not know the capability and reports no reason. */
    private static final String NOT_REPORTED = "";

    /** Why a capability is unavailable in this deployment; empty text when it is available. */
    String unavailableReason(String capability) {
        List<Replica> lacking =
                all().stream().filter(replica -> lacks(replica, capability)).toList();
        if (lacking.isEmpty()) {
            return othersKnown ? "" : "the capabilities of the other replicas are not known";
        }
        String reason = commonReason(lacking, capability);
        return lacking.size() == all().size() && !reason.isEmpty() ? reason : counted(lacking, reason);
    }

    private List<Replica> all() {
        return Stream.concat(Stream.of(self), others.stream()).toList();
    }

    private static boolean lacks(Replica replica, String capability) {
        return !"".equals(replica.capabilities().get(capability));
    }

    private static String commonReason(List<Replica> lacking, String capability) {
        List<String> reasons = lacking.stream()
                .map(replica -> replica.capabilities().getOrDefault(capability, NOT_REPORTED))
                .distinct()
                .toList();
        return reasons.size() == 1 ? reasons.get(0) : "";
    }

    private String counted(List<Replica> lacking, String reason) {
        String versions =
                lacking.stream().map(Replica::version).distinct().sorted().collect(Collectors.joining(", "));
        return lacking.size() + " of " + all().size() + " replicas (version " + versions + ") "
                + (lacking.size() == 1 ? "lacks it" : "lack it")
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}
