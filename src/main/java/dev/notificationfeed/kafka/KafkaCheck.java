package dev.notificationfeed.kafka;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the cluster answers. */
@ApplicationScoped
public class KafkaCheck implements DependencyCheck {

    public static final String NAME = "kafka";

    private final KafkaAdmin cluster;

    KafkaCheck(KafkaAdmin cluster) {
        this.cluster = cluster;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        return cluster.ask(admin -> admin.describeCluster().nodes().toCompletionStage())
                .map(nodes -> CheckResult.present(KafkaAdmin.fact("brokers", nodes.size())))
                .onFailure()
                .recoverWithItem(e -> CheckResult.missing(reason(e)));
    }

    private static String reason(Throwable failure) {
        String words = KafkaAdmin.describe(failure);
        return KafkaAdmin.isRefusal(failure) ? words : "no Kafka broker answers: " + words;
    }
}
