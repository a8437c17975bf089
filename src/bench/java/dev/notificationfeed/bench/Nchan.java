package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The yardstick for streams: nginx with the Nchan module, if installed. One worker, one channel per recipient. */
final class Nchan implements AutoCloseable {

    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so"),
            Path.of("/usr/lib64/nginx/modules/ngx_nchan_module.so"));
    private static final List<Path> SERVERS =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"), Path.of("/usr/local/sbin/nginx"));

    private final int port = Ports.free();
    private final MeasuredProcess process;

    private Nchan(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("nginx.conf"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = MeasuredProcess.start(
                "nchan",
                Map.of(),
                List.of(
                        find(SERVERS).toString(),
                        "-p",
                        directory.toAbsolutePath().toString(),
                        "-c",
                        "nginx.conf",
                        "-e",
                        "error.log"));
        process.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/"));
    }

    static boolean isInstalled() {
        return Stream.of(MODULES, SERVERS).allMatch(paths -> find(paths) != null);
    }

    private static Path find(List<Path> paths) {
        return paths.stream().filter(Files::exists).findFirst().orElse(null);
    }

    /** Starts nginx and waits until it answers. */
    static Nchan start(Path directory) {
        return new Nchan(directory);
    }

    /** Same heartbeat and message retention as the service; nothing on disk, no access log. */
    private String configuration() {
        return """
                load_module %s;
                daemon off;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                pid nginx.pid;
                events {
                  worker_connections 19900;
                }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  nchan_shared_memory_size 512M;
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    keepalive_requests 1000000000;
                    location = / {
                      return 200;
                    }
                    location ~ ^/pub/(.+)$ {
                      nchan_publisher;
                      nchan_channel_id $1;
                      nchan_message_buffer_length 100;
                      nchan_message_timeout 15m;
                    }
                    location ~ ^/sub/(.+)$ {
                      nchan_subscriber eventsource;
                      nchan_channel_id $1;
                      nchan_subscriber_first_message newest;
                      nchan_eventsource_ping_interval 15;
                    }
                  }
                }
                """.formatted(find(MODULES), port);
    }

    MeasuredProcess process() {
        return process;
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** Subscribers, each with its own channel. */
    StreamReaders readers(int size) {
        return new StreamReaders(
                address(),
                size,
                member -> "GET /sub/" + SampleEvents.recipient(member)
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n");
    }

    @Override
    public void close() {
        process.close();
    }
}
