package dev.notificationfeed.capability;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All replicas that were seen lately. In a roll-out old and new ones answer side by side, so what one of them lacks the
 * deployment lacks.
 *
 * @param self this replica, as it is now
 * @param others the rest, as each last said of itself
 */
record DeploymentCapabilities(Replica self, List<Replica> others) {

    private static final String NEVER_HEARD_OF_IT = "";

    /** Why the deployment does not have a capability, or empty text. */
    String lack(String capability) {
        List<Replica> lacking =
                all().stream().filter(replica -> lacks(replica, capability)).toList();
        if (lacking.isEmpty()) {
            return "";
        }
        String reason = commonReason(lacking, capability);
        return lacking.size() == all().size() && !reason.isEmpty() ? reason : counted(lacking, reason);
    }

    /** The same where nobody knows who else is running: then only a no is certain. */
    String lackUnlessKnown(String capability) {
        String lack = lack(capability);
        return lack.isEmpty() ? "what the other replicas can do is not known" : lack;
    }

    private List<Replica> all() {
        return Stream.concat(Stream.of(self), others.stream()).toList();
    }

    private static boolean lacks(Replica replica, String capability) {
        return !"".equals(replica.capabilities().get(capability));
    }

    private static String commonReason(List<Replica> lacking, String capability) {
        List<String> reasons = lacking.stream()
                .map(replica -> replica.capabilities().getOrDefault(capability, NEVER_HEARD_OF_IT))
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
