package dev.notificationfeed.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {

    @ParameterizedTest
    @CsvSource({"1.0.0-SNAPSHOT, 1.10.0", "1.11.0-SNAPSHOT, 1.10.0", "2.0.0, 2.0.1", "3.0.0-SNAPSHOT,", "10.0.0,"})
    void isComparedWithTheNewestReleaseOfItsMajorVersion(String version, String released, @TempDir Path all)
            throws IOException {
        for (String folder : List.of("1.0.0", "1.9.2", "1.10.0", "2.0.0", "2.0.1")) {
            Files.createDirectory(all.resolve(folder));
        }

        assertThat(Contract.released(all, version).map(Contract::folder).map(Path::getFileName))
                .map(Path::toString)
                .isEqualTo(Optional.ofNullable(released));
    }

    @Test
    void ofTheFirstReleaseIsArchived() {
        var first = Contract.released(Contract.RELEASED, "1").orElseThrow();

        assertThat(first.openApi().path("paths")).isNotEmpty();
        assertThat(first.asyncApi().path("operations")).isNotEmpty();
        assertThat(first.schemas()).isNotEmpty();
    }
}
