package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.Command;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The replay command of the runbook, from the built package; with its own topics, because it reads whole topics. */
class ReplayDeadLettersIT {

    private static final Path PACKAGE = Path.of("target", "quarkus-app");
    private static final Pattern COMMAND = Pattern.compile("java (-Xmx\\S+) -cp '([^']+)' (\\S+) --reason=\\S+\n");

    private final String events = "events-" + UUID.randomUUID();
    private final String deadLetters = events + "-dlq";
    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());

    @BeforeEach
    void givenDeadLetter() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", Stack.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(events, 1, (short) 1), new NewTopic(deadLetters, 1, (short) 1)))
                    .all()
                    .get();
        }
        var letter = new ProducerRecord<>(deadLetters, "anna".getBytes(UTF_8), "{}".getBytes(UTF_8));
        letter.headers().add("traceparent", "00-1-2-01".getBytes(UTF_8));
        letter.headers().add("dead-letter-reason", "unknown-notification".getBytes(UTF_8));
        kafka.put(letter);
    }

    @Test
    void listsThenReplaysTheDeadLetterAndPrintsNothingElse() throws Exception {
        assertThat(replay("--reason=unknown-notification")).isEqualTo(new Command.Result(0, """
                                would be sent partition=0 offset=0 reason=unknown-notification detail="null"
                                would-be-sent=1 skipped=0
                                to continue from here: --from=0:1
                                """));
        assertThat(kafka.everythingOn(events)).isEmpty();

        assertThat(replay("--reason=unknown-notification", "--send").exitCode()).isZero();

        assertThat(kafka.everythingOn(events)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("anna".getBytes(UTF_8));
            assertThat(record.headers())
                    .extracting(Header::key)
                    .containsExactly("traceparent", "dead-letter-timestamp");
        });
    }

    @Test
    void printsItsUsageForAnInvalidOption() throws Exception {
        Command.Result ended = replay("--sent");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).startsWith("not an option: --sent").contains("--from=PARTITION:OFFSET");
    }

    private Command.Result replay(String... options) throws IOException {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("docs", "runbook.md")));
        assertThat(command.find()).isTrue();
        List<String> line = new ArrayList<>(
                List.of(Command.jdk("java"), command.group(1), "-cp", command.group(2), command.group(3)));
        line.addAll(List.of(options));
        return Command.of(line)
                .in(PACKAGE)
                .set(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        Stack.bootstrapServers(),
                        "QUARKUS_MONGODB_CONNECTION_STRING",
                        Stack.mongoConnectionString(),
                        "NOTIFICATIONS_TOPICS_EVENTS",
                        events,
                        "NOTIFICATIONS_TOPICS_DEAD_LETTERS",
                        deadLetters))
                .run(Duration.ofMinutes(2));
    }
}
