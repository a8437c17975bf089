package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.Test;

class DeclaredParametersTest {

    @Test
    void areThoseOfTheMethodAndOfItsBeans() {
        assertThat(DeclaredParameters.of(method(Calls.class, "call")))
                .containsExactlyInAnyOrder(
                        "until", "other-name", "standard", "page", "size", "sort", "type", "status", "keyword");
    }

    @Test
    void areNoneOfACallWithoutAny() {
        assertThat(DeclaredParameters.of(method(NotificationsResource.class, "archive")))
                .isEmpty();
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findAny()
                .orElseThrow();
    }

    private interface Calls {

        void call(
                @RestPath String id,
                @RestHeader("Accept") String header,
                @RestQuery String until,
                @RestQuery("other-name") String other,
                @QueryParam("standard") String other2,
                @BeanParam ListParameters list);
    }
}
