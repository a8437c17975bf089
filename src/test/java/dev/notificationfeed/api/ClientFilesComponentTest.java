package dev.notificationfeed.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.notificationfeed.fixture.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ClientFilesComponentTest {

    private static final String FEED = "/client/notification-feed.js";
    private static final int FIVE_KILOBYTES = 5 * 1024;

    @TestHTTPResource("/")
    URI service;

    @ParameterizedTest
    @CsvSource({
        "notification-feed.js, text/javascript;charset=utf-8",
        "notification-bell.js, text/javascript;charset=utf-8",
        "notification-feed.d.ts, text/plain;charset=utf-8",
        "notification-bell.d.ts, text/plain;charset=utf-8"
    })
    void areServedWithoutToken(String name, String type) {
        var served = given().get("/client/" + name).then().statusCode(200).extract();

        assertThat(served.header("Content-Type")).isEqualTo(type);
        assertThat(served.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(served.asByteArray()).isEqualTo(ClientFile.read(name).plain().getBytes());
    }

    /** A cached copy may not match the service after a roll-out. */
    @Test
    void areRevalidatedOnEachUse() {
        var tag = given().get(FEED)
                .then()
                .header("Cache-Control", "no-cache")
                .extract()
                .header("ETag");

        given().header("If-None-Match", tag)
                .get(FEED)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .header("Cache-Control", "no-cache")
                .body(emptyString());
        given().header("If-None-Match", "W/\"another\"").get(FEED).then().statusCode(200);
    }

    @Test
    void theFeedModuleIsUnderFiveKilobytesCompressed() throws IOException {
        try (var connection = new RawHttp(service)) {
            var head = connection.head(
                    ("GET " + FEED + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br, gzip\r\n\r\n")
                            .getBytes(UTF_8));

            assertThat(head).contains("content-encoding: gzip");
            assertThat(head)
                    .filteredOn(line -> line.startsWith("content-length: "))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(Integer.parseInt(line.substring(16))).isLessThan(FIVE_KILOBYTES));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip                       | true
            br;q=1.0, GZIP;q=0.5       | true
            *                          | true
            identity;q=0, gzip;q=0.001 | true
            gzip;q=0                   | false
            gzip; Q=0.000, br          | false
            *;q=0                      | false
            gzip;q=0, *                | false
            gzip;q=0.5, identity       | false
            not-gzip                   | false
            """)
    void areCompressedOnlyIfTheClientPrefersGzip(String accepted, boolean compressed) throws IOException {
        try (var connection = new RawHttp(service)) {
            var answer = connection.send(
                    ("GET " + FEED + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: " + accepted + "\r\n\r\n")
                            .getBytes(UTF_8),
                    false);

            assertThat(answer.status()).isEqualTo(200);
            assertThat("gzip".equals(answer.headers().get("content-encoding"))).isEqualTo(compressed);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                     | 304
            "a,b", %s             | 304
            W/"x", W/%s           | 304
            "not-%s"              | 200
            "%s-not", "other"     | 200
            """)
    void areNotModifiedIfOneOfTheTagsMatches(String tags, int status) {
        var opaque = ClientFile.read("notification-feed.js").tag().replaceAll("W/|\"", "");
        var quoted = tags.replace("not-%s", "not-" + opaque).replace("%s-not", opaque + "-not");

        given().header("If-None-Match", quoted.replace("%s", '"' + opaque + '"'))
                .get(FEED)
                .then()
                .statusCode(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void canOnlyBeRead(String method) {
        given().request(method, FEED)
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD")
                .body("code", equalTo("method-not-allowed"));
    }

    @Test
    void answerHead() {
        given().head(FEED)
                .then()
                .statusCode(200)
                .header("ETag", ClientFile.read("notification-feed.js").tag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client/", "/client/application.properties", "/client/..%2fapplication.properties"})
    void giveNoAccessToOtherFiles(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .header("ETag", nullValue())
                .body("code", equalTo("not-found"));
    }

    /** The type declarations name every public member of their module. */
    @ParameterizedTest
    @CsvSource({"notification-feed, NotificationFeed", "notification-bell, NotificationBell"})
    void declareWhatTheyExport(String module, String exported) {
        var code = ClientFile.read(module + ".js").plain().toString();
        var types = ClientFile.read(module + ".d.ts").plain().toString();

        assertThat(code).contains("export class " + exported + " ");
        assertThat(types).contains("export declare class " + exported + " ");
        assertThat(publicMembers(code))
                .isNotEmpty()
                .allSatisfy(member -> assertThat(types).containsPattern("(?m)^  .*\\b" + member + "\\b"));
    }

    /** The members of the exported class, without private ones and callbacks of the framework. */
    private static Stream<String> publicMembers(String code) {
        return code.substring(code.indexOf("export class"))
                .lines()
                .filter(line -> line.matches("  (async |get |set )?[a-z]\\w*(\\(.*| = .*)"))
                .map(line -> line.replaceFirst("^  (async |get |set )?(\\w+).*$", "$2"))
                .filter(member -> !member.matches("constructor|\\w+Callback"));
    }
}
