package io.slotkeeper.cli.quickstart;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the log of a quickstart into a file instead of over the screen. */
final class QuickstartLog {
    private static final String PATTERN_PROPERTY = "LOG_PATTERN";

    private QuickstartLog() {}

    /** From now on everything goes to {@code slotkeeper.log} in the directory, appended. */
    static void writeTo(Path directory) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern(context.getProperty(PATTERN_PROPERTY));
            encoder.start();
            FileAppender<ILoggingEvent> file = new FileAppender<>();
            file.setContext(context);
            file.setName("file");
            file.setFile(directory.resolve("slotkeeper.log").toString());
            file.setEncoder(encoder);
            file.start();
            root.detachAndStopAllAppenders();
            root.addAppender(file);
        }
    }
}
