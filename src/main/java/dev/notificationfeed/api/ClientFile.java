package dev.notificationfeed.api;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the browser client, as it lies in the package.
 *
 * @param tag names the content, and is the same on every replica that has it; weak, as it stands for both forms
 */
record ClientFile(String type, String tag, Buffer plain, Buffer zipped) {

    private static final int LENGTH_OF_TAG = 16;

    /** The resource {@code /client/<name>}. */
    static ClientFile read(String name) {
        byte[] content = content("/client/" + name);
        return new ClientFile(
                name.endsWith(".js") ? "text/javascript;charset=utf-8" : "text/plain;charset=utf-8",
                "W/\"" + digest(content).substring(0, LENGTH_OF_TAG) + '"',
                Buffer.buffer(content),
                Buffer.buffer(zip(content)));
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

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
