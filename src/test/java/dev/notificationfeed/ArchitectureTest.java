package dev.notificationfeed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map of packages: who may import whom. */
class ArchitectureTest {

    private static final String ROOT = "dev.notificationfeed";

    static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("wire", Set.of()),
            Map.entry("notification", Set.of("wire")),
            Map.entry("event", Set.of("notification", "wire")),
            Map.entry("time", Set.of()),
            Map.entry("problem", Set.of("wire")),
            Map.entry("health", Set.of("time")),
            Map.entry("kafka", Set.of("health")),
            Map.entry("mongodb", Set.of("notification", "health", "time")),
            Map.entry("store", Set.of("notification", "mongodb")),
            Map.entry("capability", Set.of("wire", "mongodb", "health", "time")),
            Map.entry("retention", Set.of("mongodb", "capability", "time")),
            Map.entry("feed", Set.of("wire", "notification", "store", "kafka", "health", "time")),
            Map.entry("stream", Set.of("wire", "notification", "store", "mongodb", "feed", "kafka", "time")),
            Map.entry(
                    "ingest",
                    Set.of("wire", "event", "notification", "store", "mongodb", "feed", "kafka", "health", "time")),
            Map.entry("security", Set.of("wire", "notification", "problem", "health")),
            Map.entry("http", Set.of("wire", "problem")),
            Map.entry(
                    "api",
                    Set.of(
                            "wire",
                            "notification",
                            "store",
                            "mongodb",
                            "feed",
                            "stream",
                            "capability",
                            "security",
                            "problem")),
            Map.entry("devstack", Set.of()));

    private static final String[] MONGODB = {"com.mongodb..", "org.bson..", "io.quarkus.mongodb..", "de.bwaldvogel.."};
    private static final String[] KAFKA = {"org.apache.kafka..", "kafka..", "io.smallrye.reactive.messaging.."};
    private static final String[] FRAMEWORKS = {"io..", "jakarta..", "com..", "org.."};

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyClassHasItsPlaceOnTheMapAndImportsWhatThatMay() {
        LayeredArchitecture map = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .ensureAllClassesAreContainedInArchitecture();
        for (String room : MAY_IMPORT.keySet()) {
            map = map.layer(room).definedBy(ROOT + "." + room);
        }
        for (Map.Entry<String, Set<String>> room : MAY_IMPORT.entrySet()) {
            String[] allowed = room.getValue().toArray(String[]::new);
            map = allowed.length == 0
                    ? map.whereLayer(room.getKey()).mayNotAccessAnyLayer()
                    : map.whereLayer(room.getKey()).mayOnlyAccessLayers(allowed);
        }
        map.check(classes);
    }

    @Test
    void packagesFormNoRing() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void nobodyImportsTheDevelopmentStack() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".devstack")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".devstack")
                .check(classes);
    }

    @Test
    void onlyTheRoomsOfTheStoreTouchMongo() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".mongodb",
                        ROOT + ".store",
                        ROOT + ".retention",
                        ROOT + ".capability",
                        ROOT + ".devstack")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MONGODB)
                .check(classes);
    }

    /** The document is a storage format; other packages use {@code Notification}. */
    @Test
    void theDocumentStaysInTheRoomsOfTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".mongodb", ROOT + ".store", ROOT + ".retention")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".mongodb.NotificationDocument")
                .check(classes);
    }

    @Test
    void onlyTheRoomsOfKafkaTouchKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".kafka", ROOT + ".ingest", ROOT + ".feed", ROOT + ".stream", ROOT + ".devstack")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KAFKA)
                .check(classes);
    }

    @Test
    void theCoreKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".notification")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(classes);
    }

    @Test
    void theParserKnowsNoFrameworkButJackson() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".event")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io..", "jakarta..", "org..")
                .check(classes);
    }
}
