package io.slotkeeper.cli.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** A test that runs once, or {@code -Dslotkeeper.faults.rounds} times to gather {@link FaultFigures}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(FaultTest.Rounds.class)
@interface FaultTest {
    /** Gives the invocations. */
    final class Rounds implements TestTemplateInvocationContextProvider {
        private static final int COUNT = Integer.getInteger("slotkeeper.faults.rounds", 1);

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return IntStream.rangeClosed(1, COUNT).mapToObj(round -> new TestTemplateInvocationContext() {
                @Override
                public String getDisplayName(int index) {
                    return "round " + round;
                }
            });
        }
    }
}
