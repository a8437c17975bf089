package dev.notificationfeed.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests (FIPS 180-4) in hexadecimal. */
public final class Sha256 {

    private Sha256() {}

    /** The first bytes of the digest of the content, two lower-case hexadecimal digits for each byte. */
    public static String hex(byte[] content, int bytes) {
        return HexFormat.of().formatHex(digest(content), 0, bytes);
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
