package dev.notificationfeed.journey;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A time of day that differs from that of the machine, for a whole process of the packaged application. Everything in the
 * service takes the time from one bean; its class is found in a folder before the package.
 */
final class WrongClock {

    private WrongClock() {}

    /** The words that start the package with a clock that is wrong by the given time. */
    static List<String> words(Path runner, Duration offset) {
        return List.of(
                "-Dclock.offset=" + offset,
                "-cp",
                classes() + File.pathSeparator + runner,
                "io.quarkus.bootstrap.runner.AotQuarkusEntryPoint");
    }

    private static Path classes() {
        try {
            var folder = Files.createDirectories(Path.of(
                    "target",
                    "journey",
                    "wrong-clock-" + ProcessHandle.current().pid()));
            var options = List.of("--release", "17", "-proc:none", "-d", folder.toString());
            var compiled = ToolProvider.getSystemJavaCompiler()
                    .getTask(null, null, null, options, null, List.of(source()))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("the clock does not compile");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaFileObject source() throws IOException {
        try (InputStream in = WrongClock.class.getResourceAsStream("/journey/SystemClock.java.txt")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new SimpleJavaFileObject(URI.create("string:///SystemClock.java"), Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return text;
                }
            };
        }
    }
}
