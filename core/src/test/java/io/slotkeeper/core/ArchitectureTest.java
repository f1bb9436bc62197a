package io.slotkeeper.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.VOLATILE;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.BaseStream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code core} pure: {@code (state, event, now) → effects}, the same in production and in the simulator.
 * A clock, a random number, a thread or I/O anywhere in it fails the build. Each rule is also shown to bite.
 *
 * <p>Not visible to this test: {@code synchronized} blocks, and the order of iteration of hash sets and of
 * {@code Set.of}/{@code Map.of}, which differs between runs of the JVM: iterate over sorted or insertion-ordered
 * collections wherever the order reaches a decision.
 */
class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.slotkeeper.core");

    /** Types of the allowed packages that stand for time, chance, threads, processes, files or the network. */
    private static final Set<String> FORBIDDEN_TYPES = Set.of(
            "java.lang.ClassLoader",
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.io.Console",
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.ObjectInputStream",
            "java.io.ObjectOutputStream",
            "java.io.PrintStream",
            "java.io.RandomAccessFile",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.TimerTask");

    /** Methods that read a clock, a random source or the machine, or that block or fork, whatever class declares them. */
    private static final Set<String> FORBIDDEN_METHODS = Set.of(
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.lang.Object.notify",
            "java.lang.Object.notifyAll",
            "java.lang.Object.wait",
            "java.util.Collections.shuffle",
            "java.util.UUID.randomUUID");

    private static final ArchRule JDK_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.slotkeeper.core..",
                    "java.io",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.math",
                    "java.nio",
                    "java.nio.charset",
                    "java.time",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.util.zip")
            .because("core decides and has no I/O, threads or libraries (DESIGN section 4)");

    private static final ArchRule NO_HIDDEN_INPUT_TYPES = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "read a clock, chance, thread, process or file", c -> FORBIDDEN_TYPES.contains(c.getName())))
            .because("core takes `now` and every random choice as an argument (DESIGN section 3 rule 4)");

    private static final ArchRule NO_HIDDEN_INPUT_CALLS = noClasses()
            .should()
            .accessTargetWhere(hiddenInput())
            .because("core takes `now` and every random choice as an argument (DESIGN section 3 rule 4)");

    private static final ArchRule NO_SYNCHRONIZED =
            noMethods().should().haveModifier(SYNCHRONIZED).because("core runs on one thread at a time, its caller's");

    private static final ArchRule NO_VOLATILE =
            noFields().should().haveModifier(VOLATILE).because("core runs on one thread at a time, its caller's");

    private static final ArchRule NO_CYCLES = slices().matching("io.slotkeeper.core.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @Test
    void classesOfCoreAreFound() {
        assertThat(CORE).as("classes imported from target/classes").isNotEmpty();
        assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void coreDependsOnTheJdkOnly() {
        JDK_ONLY.check(CORE);
    }

    @Test
    void coreReadsNoClockRandomThreadOrFile() {
        NO_HIDDEN_INPUT_TYPES.check(CORE);
        NO_HIDDEN_INPUT_CALLS.check(CORE);
    }

    @Test
    void coreDoesNotSynchronize() {
        NO_SYNCHRONIZED.check(CORE);
        NO_VOLATILE.allowEmptyShould(true).check(CORE);
    }

    @Test
    void packagesOfCoreFormNoCycle() {
        NO_CYCLES.check(CORE);
    }

    @Test
    void everyRuleBites() {
        assertRefused(JDK_ONLY, UsesThreads.class);
        assertRefused(JDK_ONLY, UsesNetwork.class);
        assertRefused(NO_HIDDEN_INPUT_TYPES, UsesRandom.class);
        assertRefused(NO_HIDDEN_INPUT_CALLS, ReadsNanoTime.class);
        assertRefused(NO_HIDDEN_INPUT_CALLS, ReadsInstant.class);
        assertRefused(NO_HIDDEN_INPUT_CALLS, ReadsClockByReference.class);
        assertRefused(NO_HIDDEN_INPUT_CALLS, DrawsUuid.class);
        assertRefused(NO_SYNCHRONIZED, Synchronizes.class);
        assertRefused(NO_VOLATILE, Synchronizes.class);
    }

    /** {@code System} is refused whole but for {@code arraycopy}: its clocks, streams, properties and environment. */
    private static DescribedPredicate<JavaAccess<?>> hiddenInput() {
        return describe("reads a clock, chance or the machine", access -> {
            JavaClass owner = access.getTargetOwner();
            String method = access.getName();
            boolean system = owner.isEquivalentTo(System.class) && !method.equals("arraycopy");
            boolean now = owner.getPackageName().equals("java.time") && method.equals("now");
            return system || now || isForbiddenMethod(owner, method);
        });
    }

    private static boolean isForbiddenMethod(JavaClass owner, String method) {
        return FORBIDDEN_METHODS.contains(owner.getName() + "." + method)
                || (owner.isAssignableTo(Collection.class) && method.equals("parallelStream"))
                || (owner.isAssignableTo(BaseStream.class) && method.equals("parallel"));
    }

    private static void assertRefused(ArchRule rule, Class<?> offender) {
        JavaClasses imported = new ClassFileImporter().importClasses(offender);
        assertThat(rule.evaluate(imported).hasViolation())
                .as("%s refused by: %s", offender.getSimpleName(), rule.getDescription())
                .isTrue();
    }

    static final class UsesThreads {
        final AtomicLong counter = new AtomicLong();
    }

    record UsesNetwork(URI address) {}

    record UsesRandom(Random random) {}

    static final class ReadsNanoTime {
        static long now() {
            return System.nanoTime();
        }
    }

    static final class ReadsInstant {
        static Instant now() {
            return Instant.now();
        }
    }

    static final class ReadsClockByReference {
        static final LongSupplier CLOCK = System::currentTimeMillis;
    }

    static final class DrawsUuid {
        static UUID draw() {
            return UUID.randomUUID();
        }
    }

    static final class Synchronizes {
        volatile int value;

        synchronized void increment() {
            value++;
        }
    }
}
