package dev.notificationfeed.kafka;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks whether the cluster answers. */
@ApplicationScoped
public class KafkaCheck implements DependencyCheck {

    public static final String NAME = "kafka";

    private final KafkaAdmin kafka;

    KafkaCheck(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        return kafka.ask(admin -> admin.describeCluster().nodes().toCompletionStage())
                .map(nodes -> CheckResult.present(KafkaAdmin.fact("brokers", nodes.size())))
                .onFailure()
                .recoverWithItem(e -> CheckResult.missing(reason(e)));
    }

    private static String reason(Throwable failure) {
        String message = KafkaAdmin.describe(failure);
        return KafkaAdmin.isRefusal(failure) ? message : "no Kafka broker answers: " + message;
    }
}
