package io.slotkeeper.cli.command;

import io.slotkeeper.cli.config.PortConverter;
import io.slotkeeper.cli.process.Membership;
import java.util.List;
import picocli.CommandLine.Option;

/** How a coordinator or agent joins the cluster. */
final class MembershipOptions {
    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to bind to and to be reached at. Default: ${DEFAULT-VALUE}.")
    String host;

    @Option(
            names = "--seeds",
            paramLabel = "HOST:PORT",
            split = ",",
            defaultValue = "127.0.0.1:5701",
            converter = HostPortConverter.class,
            description = "Members to look for: the coordinators' cluster ports; repeatable, or a comma list."
                    + " Default: ${DEFAULT-VALUE}.")
    List<String> seeds;

    Membership with(int clusterPort) {
        return new Membership(host, clusterPort, seeds);
    }

    /** Addresses of members. */
    static final class HostPortConverter implements picocli.CommandLine.ITypeConverter<String> {
        @Override
        public String convert(String value) {
            int colon = value.lastIndexOf(':');
            if (colon < 1) {
                throw new picocli.CommandLine.TypeConversionException(
                        "'" + value + "' is not an address: write HOST:PORT");
            }
            new PortConverter().convert(value.substring(colon + 1));
            return value.strip();
        }
    }
}
