package dev.notificationfeed.api;

import dev.notificationfeed.security.SecurityConfig;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/**
 * Puts the configured role where Quarkus, at build time, put the expression of {@code @RolesAllowed}. Runs at startup,
 * because the role is configured at run time.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class OpenApiRole implements OASFilter {

    static final String ROLE = "${notifications.security.admin-role}";

    @Override
    public Operation filterOperation(Operation operation) {
        if (operation.getSecurity() != null) {
            operation.setSecurity(
                    operation.getSecurity().stream().map(OpenApiRole::resolve).toList());
        }
        return operation;
    }

    @Override
    public Tag filterTag(Tag tag) {
        return tag.getDescription() == null ? tag : tag.description(resolve(tag.getDescription()));
    }

    private static SecurityRequirement resolve(SecurityRequirement requirement) {
        SecurityRequirement resolved = OASFactory.createSecurityRequirement();
        for (Map.Entry<String, List<String>> scheme : requirement.getSchemes().entrySet()) {
            resolved.addScheme(
                    scheme.getKey(),
                    scheme.getValue().stream().map(OpenApiRole::resolve).toList());
        }
        return resolved;
    }

    private static String resolve(String text) {
        return text.replace(ROLE, role());
    }

    private static String role() {
        return ConfigProvider.getConfig()
                .unwrap(SmallRyeConfig.class)
                .getConfigMapping(SecurityConfig.class)
                .adminRole();
    }
}
