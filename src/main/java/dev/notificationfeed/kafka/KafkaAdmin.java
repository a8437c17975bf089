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
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Look-ups at the Kafka cluster. The client is created by the first one, so that an unreachable cluster fails look-ups only. */
@ApplicationScoped
public class KafkaAdmin {

    private final KafkaClients clients;
    private Admin admin;

    KafkaAdmin(KafkaClients clients) {
        this.clients = clients;
    }

    /** Runs a look-up; fails as Kafka does, for example when no broker answers within 1.5 seconds. */
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

    /** A failure for operators: Kafka's own message, which has topics and addresses but no secrets, or a fixed text. */
    public static String describe(Throwable failure) {
        Throwable root = unwrapped(failure);
        if (root instanceof SslAuthenticationException) {
            return "the TLS handshake with Kafka failed: " + innermost(root).getMessage();
        }
        if (isRefusal(root)) {
            return "Kafka refuses the service's credentials";
        }
        if (root instanceof GroupAuthorizationException refused) {
            return "the service may not read with the consumer group " + refused.groupId();
        }
        return root instanceof KafkaException && root.getMessage() != null
                ? root.getMessage()
                : "the client failed; see the log at level DEBUG";
    }

    /** Only the cause says which side does not trust the other; it has no secrets. */
    private static Throwable innermost(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Whether a broker answered and authentication failed, by a wrong password or certificate for example. */
    static boolean isRefusal(Throwable failure) {
        return unwrapped(failure) instanceof AuthenticationException;
    }

    /** Clients wrap their failures in "Failed to construct kafka consumer", "Failed create new KafkaAdminClient". */
    private static Throwable unwrapped(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null
                && root.getMessage() != null
                && root.getMessage().startsWith("Failed ")) {
            root = root.getCause();
        }
        return root;
    }

    /** One fact for a check result. */
    static Map<String, String> fact(String name, Object value) {
        return Map.of(name, String.valueOf(value));
    }
}
