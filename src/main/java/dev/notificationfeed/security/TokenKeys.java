package dev.notificationfeed.security;

import dev.notificationfeed.dependency.DependencyCheck;
import dev.notificationfeed.dependency.Finding;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The keys that tokens are verified with. Looking at them loads them into the very tenant that verifies requests, so that
 * no request has to, and once loaded they stay: from then on the issuer may be away.
 */
@ApplicationScoped
class TokenKeys implements DependencyCheck {

    /** The host of {@code quarkus.oidc.auth-server-url} where none is set; RFC 2606 keeps it from ever existing. */
    private static final String NOT_SET = "not-set.invalid";

    /** Shorter than a look may take, so that the reason is ours. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    /** An issuer may be slower than one look, so a load outlives the look that started it, but not for ever. */
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(10);

    private final TenantConfigContext tenant;
    private final URI issuer;
    private final AtomicReference<Uni<Finding>> loading = new AtomicReference<>();

    TokenKeys(TenantConfigBean tenants) {
        this.tenant = tenants.getDefaultTenant();
        this.issuer = URI.create(tenant.oidcConfig().authServerUrl().orElse("http://" + NOT_SET));
    }

    boolean loaded() {
        return tenant.ready();
    }

    @Override
    public String name() {
        return "identity-provider";
    }

    @Override
    public Uni<Finding> look() {
        if (loaded()) {
            return Uni.createFrom().item(Finding.present());
        }
        if (NOT_SET.equals(issuer.getHost())) {
            return Uni.createFrom().item(Finding.missing("quarkus.oidc.auth-server-url is not set"));
        }
        return loading.updateAndGet(running -> running == null ? load() : running)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> notLoaded("no answer yet"));
    }

    private Uni<Finding> load() {
        return tenant.initialize()
                .ifNoItem()
                .after(LOAD_LIMIT)
                .fail()
                .map(loaded -> Finding.present())
                .onFailure()
                .recoverWithItem(failure -> notLoaded(failure.getMessage()))
                .onTermination()
                .invoke(() -> loading.set(null))
                .memoize()
                .indefinitely();
    }

    private Finding notLoaded(String why) {
        return Finding.missing("the keys of " + withoutCredentials() + " have not been loaded: " + why);
    }

    private String withoutCredentials() {
        return issuer.toString().replaceFirst("//[^/@]*@", "//");
    }
}
