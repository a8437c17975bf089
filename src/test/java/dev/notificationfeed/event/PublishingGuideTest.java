package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares docs/publishing.md with the parser. */
class PublishingGuideTest {

    private static final Pattern EVENT =
            Pattern.compile("\\{\\s*\"specversion\".*?\n *}\n(?=\\s*(\"\"\"|```))", Pattern.DOTALL);

    private static final String GUIDE = guide();

    @Test
    void hasOnlyAcceptedEvents() {
        List<String> events =
                EVENT.matcher(GUIDE).results().map(MatchResult::group).toList();

        assertThat(events).hasSize(2).allSatisfy(event -> changeOf(parse(event)));
    }

    @ParameterizedTest
    @EnumSource(RejectionCode.class)
    void explainsEveryCode(RejectionCode code) {
        assertThat(GUIDE).contains("| `" + code.text() + "` |");
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void describesEveryType(EventType type) {
        assertThat(GUIDE).contains("### `" + type.text() + "`");
    }

    @ParameterizedTest
    @EnumSource(LikelyMistake.class)
    void explainsEveryLikelyMistake(LikelyMistake mistake) {
        assertThat(GUIDE).contains("| " + mistake.text() + " |");
    }

    private static String guide() {
        try {
            return Files.readString(Path.of("docs/publishing.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
