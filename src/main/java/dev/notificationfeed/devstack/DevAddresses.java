package dev.notificationfeed.devstack;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The configuration source with the addresses of the embedded stack and the ports to listen on, in the dev profile only. The
 * environment and the command line override it.
 */
public final class DevAddresses implements ConfigSourceFactory {

    /** The name of the configuration source; a setting from it means that the server is embedded. */
    static final String NAME = PropertiesConfigSource.NAME.formatted("embedded stack");

    static final String ISSUER_URL = "devstack.issuer-url";

    /** Above application.properties (250), below .env files (295), the environment (300) and system properties (400). */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return context.getProfiles().contains("dev")
                ? List.of(new PropertiesConfigSource(addresses(context), "embedded stack", ORDINAL))
                : List.of();
    }

    private static Map<String, String> addresses(ConfigSourceContext context) {
        var addresses = new HashMap<String, String>();
        Stream.of(DevPort.values())
                .filter(port -> !isSet(context.getValue(port.property())))
                .forEach(port -> addresses.put(port.property(), port.address()));
        if (addresses.containsKey(DevPort.ISSUER.property())) {
            addresses.put(ISSUER_URL, DevPort.ISSUER.address());
        }
        return addresses;
    }

    private static boolean isSet(ConfigValue value) {
        return value != null && value.getConfigSourceOrdinal() > ORDINAL;
    }
}
