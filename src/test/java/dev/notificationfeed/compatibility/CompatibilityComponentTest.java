package dev.notificationfeed.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was released under this major version still holds. A major version that has no release yet may break with all of it. */
@QuarkusTest
class CompatibilityComponentTest {

    /** Named at a release, whose contract is kept then: see docs/compatibility.md. */
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
    void keepsItsPromiseToCallers() {
        assertThat(OpenApiComparison.breaks(released.openApi(), present.openApi()))
                .isEmpty();
    }

    @Test
    void keepsItsPromiseToProducersReadersAndOtherReplicas() {
        assertThat(AsyncApiComparison.breaks(released.asyncApi(), present.asyncApi()))
                .isEmpty();
    }

    @Test
    void keepsServingTheSchemasThatItServed() {
        assertThat(present.schemas()).containsAll(released.schemas());
    }
}
