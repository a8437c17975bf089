package dev.notificationfeed.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters that a resource method declares, itself or in a bean of parameters. */
final class DeclaredParameters {

    private DeclaredParameters() {}

    /** Their names in a query string. */
    static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .flatMap(DeclaredParameters::namesOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> namesOf(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields()).flatMap(DeclaredParameters::namesOf)
                : namesOf(parameter, parameter.getName());
    }

    private static Stream<String> namesOf(Field field) {
        return namesOf(field, field.getName());
    }

    private static Stream<String> namesOf(AnnotatedElement declared, String name) {
        if (declared.isAnnotationPresent(QueryParam.class)) {
            return Stream.of(declared.getAnnotation(QueryParam.class).value());
        }
        RestQuery query = declared.getAnnotation(RestQuery.class);
        return query == null ? Stream.empty() : Stream.of(query.value().isEmpty() ? name : query.value());
    }
}
