package io.slotkeeper.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; the build writes the number into a resource. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "slotkeeper " + number(), "Java ${java.version} (${java.vendor}), ${os.name} ${os.version} ${os.arch}"
        };
    }

    private static String number() {
        try (InputStream in = VersionText.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties is missing in the jar", e);
        }
    }
}
