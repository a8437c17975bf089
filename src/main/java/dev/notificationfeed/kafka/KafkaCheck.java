package dev.notificationfeed.kafka;

import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.health.Finding;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the cluster answers. */
@ApplicationScoped
public class KafkaCheck implements DependencyCheck {

    public static final String NAME = "kafka";

    private final Cluster cluster;

    KafkaCheck(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Uni<Finding> look() {
        return cluster.ask(admin -> admin.describeCluster().nodes().toCompletionStage())
                .map(nodes -> Finding.present(Cluster.fact("brokers", nodes.size())))
                .onFailure()
                .recoverWithItem(e -> Finding.missing(reason(e)));
    }

    private static String reason(Throwable failure) {
        String words = Cluster.inWords(failure);
        return Cluster.isRefusal(failure) ? words : "no Kafka broker answers: " + words;
    }
}
