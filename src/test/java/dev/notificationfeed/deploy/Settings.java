package dev.notificationfeed.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Environment variables of a Kustomize overlay: those of the base, overridden by those of the overlay. */
public final class Settings {

    private Settings() {}

    /** Values by variable name. */
    public static Map<String, String> of(String overlay) {
        var settings = read(Manifests.KUBERNETES.resolve("base/settings.env"));
        settings.putAll(
                read(Manifests.KUBERNETES.resolve("overlays").resolve(overlay).resolve("settings.env")));
        return settings;
    }

    private static Map<String, String> read(Path file) {
        try (var lines = Files.lines(file)) {
            var settings = new LinkedHashMap<String, String>();
            lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .forEach(setting -> settings.put(setting[0], setting[1]));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
