package io.slotkeeper.cli.command;

import io.slotkeeper.cli.client.CoordinatorClient;
import java.net.URI;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --coordinator}: whom to ask. */
final class ClientOptions {
    @Option(
            names = "--coordinator",
            paramLabel = "URL",
            split = ",",
            defaultValue = "http://127.0.0.1:8080",
            converter = UrlConverter.class,
            description = "Coordinator to ask; repeatable, or a comma list: the next is tried when one is down."
                    + " Default: ${DEFAULT-VALUE}.")
    List<URI> coordinators;

    CoordinatorClient client() {
        return new CoordinatorClient(coordinators);
    }

    /** Base addresses. */
    static final class UrlConverter implements ITypeConverter<URI> {
        private static final Set<String> SCHEMES = Set.of("http", "https");

        @Override
        public URI convert(String value) {
            try {
                URI url = URI.create(value.strip());
                if (url.getScheme() != null && SCHEMES.contains(url.getScheme()) && url.getHost() != null) {
                    return url;
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(explain(value) + " (" + e.getMessage() + ")");
            }
            throw new TypeConversionException(explain(value));
        }

        private static String explain(String value) {
            return "'" + value + "' is not a coordinator's address: write http://HOST:PORT";
        }
    }
}
