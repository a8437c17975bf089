package dev.notificationfeed.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.RestResponse;

/** Packaged descriptions of the contract. They contain no personal data, so that any cache may store them. */
final class Descriptions {

    /** Five minutes, about as long as a roll-out, which may bring a new version. */
    private static final String CACHING = "public, max-age=300";

    private Descriptions() {}

    static String read(String path) {
        try (InputStream in = Descriptions.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the package lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RestResponse<String> answer(String description, MediaType type) {
        return RestResponse.ResponseBuilder.ok(description, type)
                .header(HttpHeaders.CACHE_CONTROL, CACHING)
                .build();
    }
}
