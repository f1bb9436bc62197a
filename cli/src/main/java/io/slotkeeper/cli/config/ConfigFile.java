package io.slotkeeper.cli.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML file of settings: one mapping of names to texts, numbers, truth values or lists of those. Read as tokens, not
 * as a tree, because every complaint is to name its line. Immutable.
 *
 * @param entries by name, in the order of the file
 */
public record ConfigFile(Map<String, Entry> entries) {
    private static final long MAX_BYTES = 1_000_000;

    /**
     * One setting.
     *
     * @param value as written; the elements of a list joined by commas
     * @param place {@code file:line}
     */
    public record Entry(String value, String place) {}

    /** The file of a command that was given none. */
    public static ConfigFile none() {
        return new ConfigFile(Map.of());
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if it is missing, unreadable, not YAML, not one flat mapping, or names a key twice
     */
    public static ConfigFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException("Configuration file " + file + " is larger than " + MAX_BYTES
                        + " bytes: that is no settings file. Name the right one with --config.");
            }
            return new Reader(file).read(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    "Configuration file " + file + " does not exist. Check the path given by --config or"
                            + " SLOTKEEPER_CONFIG.",
                    e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    file + ":"
                            + Math.max(
                                    1,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr())
                            + ": this is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + ". Write one \"name: value\" a line.",
                    e);
        } catch (IOException e) {
            throw new ConfigException(
                    "Configuration file " + file + " cannot be read (" + e + "). It must be a readable text file in"
                            + " UTF-8.",
                    e);
        }
    }

    private static final class Reader {
        private final Path file;
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final Map<String, Integer> lines = new LinkedHashMap<>();

        Reader(Path file) {
            this.file = file;
        }

        ConfigFile read(String text) throws IOException {
            try (JsonParser parser = new YAMLFactory().createParser(text)) {
                JsonToken first = parser.nextToken();
                if (first == null || isNull(parser, first)) {
                    return none();
                }
                if (first != JsonToken.START_OBJECT) {
                    throw at(line(parser), "settings are expected as \"name: value\", one a line");
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    readEntry(parser);
                }
                if (parser.nextToken() != null) {
                    throw at(line(parser), "a second YAML document begins here. Keep one only");
                }
            }
            return new ConfigFile(entries);
        }

        private void readEntry(JsonParser parser) throws IOException {
            String key = parser.currentName();
            int line = line(parser);
            Integer earlier = lines.put(key, line);
            if (earlier != null) {
                throw at(line, "setting \"" + key + "\" was given in line " + earlier + " already. Remove one of them");
            }
            JsonToken token = parser.nextToken();
            String value = token == JsonToken.START_ARRAY ? list(parser, key) : scalar(parser, key, token);
            entries.put(key, new Entry(value, file + ":" + line));
        }

        private String list(JsonParser parser, String key) throws IOException {
            List<String> values = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                values.add(scalar(parser, key, token));
            }
            return String.join(",", values);
        }

        private String scalar(JsonParser parser, String key, JsonToken token) throws IOException {
            if (isNull(parser, token)) {
                throw at(line(parser), "setting \"" + key + "\" has no value. Write one, or remove the line");
            }
            if (!token.isScalarValue()) {
                throw at(
                        line(parser),
                        "setting \"" + key + "\" must be a text, number, truth value or list of those, not a "
                                + (token == JsonToken.START_OBJECT ? "mapping" : "nested list"));
            }
            return parser.getText();
        }

        /** An empty value; {@code ""} in quotes is a text. */
        private static boolean isNull(JsonParser parser, JsonToken token) throws IOException {
            return token == JsonToken.VALUE_NULL
                    || (token == JsonToken.VALUE_STRING
                            && parser.getText().isEmpty()
                            && parser.currentTokenLocation().getCharOffset()
                                    == parser.currentLocation().getCharOffset());
        }

        private static int line(JsonParser parser) {
            return parser.currentTokenLocation().getLineNr();
        }

        private ConfigException at(int line, String text) {
            return new ConfigException(file + ":" + line + ": " + text + ".");
        }
    }
}
