package bench;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The one endpoint. */
@Path("/")
public class Hello {

    /** Answers. */
    @GET
    public String hello() {
        return "hello";
    }
}
