package dev.notificationfeed.api;

import dev.notificationfeed.wire.Sha256;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the browser client, as it is packaged.
 *
 * @param tag the entity tag: the same on every replica with the same content; weak, because it stands for both forms
 */
record ClientFile(String type, String tag, Buffer plain, Buffer zipped) {

    private static final int BYTES_OF_TAG = 8;
    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    /** Reads the resource {@code /client/<name>}. */
    static ClientFile read(String name) {
        byte[] content = content("/client/" + name);
        return new ClientFile(
                name.endsWith(".js") ? "text/javascript;charset=utf-8" : "text/plain;charset=utf-8",
                "W/\"" + Sha256.hex(content, BYTES_OF_TAG) + '"',
                Buffer.buffer(content),
                Buffer.buffer(zip(content)));
    }

    /** Whether an {@code If-None-Match} header has this file's tag, by weak comparison: RFC 9110 section 13.1.2. */
    boolean isNamedBy(String ifNoneMatch) {
        String opaque = tag.substring("W/".length());
        return ifNoneMatch.strip().equals("*")
                || ENTITY_TAG
                        .matcher(ifNoneMatch)
                        .results()
                        .anyMatch(sent -> sent.group(1).equals(opaque));
    }

    private static byte[] content(String resource) {
        try (InputStream in = ClientFile.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(byte[] content) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
