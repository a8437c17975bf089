package dev.notificationfeed.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An RSA key in a file, so that tokens stay valid after a restart. */
final class SigningKey {

    private static final int BITS = 2048;

    private final PublicJsonWebKey key;

    private SigningKey(PublicJsonWebKey key) {
        this.key = key;
    }

    /** Reads the key from the file; creates both if absent. */
    static SigningKey in(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            return new SigningKey(PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException("no usable key in " + file, e);
        }
    }

    private static void write(Path file) throws IOException, JoseException {
        var made = RsaJwkGenerator.generateJwk(BITS);
        made.setKeyId(UUID.randomUUID().toString());
        made.setUse("sig");
        made.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        Files.createDirectories(file.getParent());
        Files.writeString(file, made.toJson(OutputControlLevel.INCLUDE_PRIVATE));
    }

    /** The public half as a key set, RFC 7517, section 5. */
    String keySet() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** Signs the claims and returns the token. */
    String sign(JwtClaims claims) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }
}
