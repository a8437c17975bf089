package dev.notificationfeed.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Questions to the Kafka cluster. The client is made when the first one is asked, so that a missing cluster fails that question only. */
@ApplicationScoped
public class KafkaAdmin {

    private final KafkaClients clients;
    private Admin admin;

    KafkaAdmin(KafkaClients clients) {
        this.clients = clients;
    }

    /** Asks; the answer fails as Kafka's does, e.g. when no broker answers within a second and a half. */
    public <T> Uni<T> ask(Function<Admin, CompletionStage<T>> question) {
        return Uni.createFrom()
                .item(this::admin)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(client -> Uni.createFrom().completionStage(() -> question.apply(client)))
                .onFailure(KafkaAdmin::isWrapper)
                .transform(Throwable::getCause);
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = clients.admin();
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null;
    }

    /** A failure in an operator's words: Kafka's own, which name topics and addresses and no secret, or none but ours. */
    public static String describe(Throwable failure) {
        Throwable root = unwrapped(failure);
        if (root instanceof SslAuthenticationException) {
            return "the TLS handshake with Kafka failed: " + innermost(root).getMessage();
        }
        if (isRefusal(root)) {
            return "Kafka refuses the service's credentials";
        }
        return root instanceof KafkaException && root.getMessage() != null
                ? root.getMessage()
                : "the client failed; the log at level DEBUG tells why";
    }

    /** Either side may be the one that does not trust the other: only the cause says which, and it names no secret. */
    private static Throwable innermost(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Whether a broker has answered, and it came to nothing for want of trust: a wrong password, a certificate. */
    static boolean isRefusal(Throwable failure) {
        return unwrapped(failure) instanceof AuthenticationException;
    }

    /** Clients wrap what they fail with in "Failed to construct kafka consumer", "Failed create new KafkaAdminClient". */
    private static Throwable unwrapped(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null
                && root.getMessage() != null
                && root.getMessage().startsWith("Failed ")) {
            root = root.getCause();
        }
        return root;
    }

    /** Labels for a finding. */
    static Map<String, String> fact(String name, Object value) {
        return Map.of(name, String.valueOf(value));
    }
}
