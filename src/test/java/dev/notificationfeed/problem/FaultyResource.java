package dev.notificationfeed.problem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that fails with an exception whose message must not reach the caller. */
@Path("/api/faulty")
class FaultyResource {

    static final String SECRET = "db.notifications.find({recipient: 47165})";

    @GET
    public String fail() {
        throw new IllegalStateException(SECRET);
    }
}
