package dev.notificationfeed.problem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource with a fault of ours, to see what a caller reads of it. */
@Path("/api/faulty")
class FaultyResource {

    static final String SECRET = "db.notifications.find({recipient: 47165})";

    @GET
    public String fail() {
        throw new IllegalStateException(SECRET);
    }
}
