package dev.notificationfeed.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The current contract is compatible with the last release of the same major version, if there is one. */
@QuarkusTest
class CompatibilityComponentTest {

    /** Set at a release, when its contract is archived; see docs/compatibility.md. */
    private static final String RELEASE = System.getProperty("contract.release");

    private Contract present;
    private Contract released;

    @BeforeEach
    void readBoth() {
        present = Contract.present(Path.of("target/contract"));
        if (RELEASE != null) {
            Contract.present(Contract.RELEASED.resolve(RELEASE));
        }
        var version = ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
        released = Contract.released(Contract.RELEASED, version).orElse(present);
    }

    @Test
    void isCompatibleForCallers() {
        assertThat(OpenApiComparison.breaks(released.openApi(), present.openApi()))
                .isEmpty();
    }

    @Test
    void isCompatibleForProducersReadersAndOtherReplicas() {
        assertThat(AsyncApiComparison.breaks(released.asyncApi(), present.asyncApi()))
                .isEmpty();
    }

    @Test
    void servesAllReleasedSchemas() {
        assertThat(present.schemas()).containsAll(released.schemas());
    }
}
