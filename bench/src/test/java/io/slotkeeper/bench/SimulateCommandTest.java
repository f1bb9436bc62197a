package io.slotkeeper.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code bench simulate} prints, and how it ends. */
class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final CommandLine bench =
            new CommandLine(new BenchCommands().commands().get(0));

    @Test
    void seedsThatViolateNothingEndWell() {
        assertThat(run("--seeds", "20", "--threads", "2")).isZero();
        assertThat(out.toString()).contains("SEEDS", "20", "no invariant was violated");
    }

    @Test
    void oneSeedIsTheSameEveryTime() {
        assertThat(run("--seed", "3", "--trace")).isZero();
        String first = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("--seed", "3", "--trace")).isZero();

        assertThat(out.toString()).isEqualTo(first).contains("is elected for term 1", "nothing is violated");
    }

    @Test
    void aMistakeIsFoundAndExplained() {
        assertThat(run("--flaw", "LEASE_NOT_WAITED_FOR", "--seeds", "2000", "--threads", "1"))
                .isZero();
        assertThat(out.toString())
                .contains("violates: ", "FAULT", "VIOLATED", "again: slotkeeper bench simulate --seed", "was found by");
    }

    @Test
    void jsonIsOneDocument() {
        assertThat(run("--seeds", "5", "-o", "json")).isZero();
        assertThat(out.toString().strip()).startsWith("{").endsWith("}").contains("\"seeds\"");
    }

    private int run(String... options) {
        bench.setOut(new PrintWriter(out, true));
        String[] args = new String[options.length + 1];
        args[0] = "simulate";
        System.arraycopy(options, 0, args, 1, options.length);
        return bench.execute(args);
    }
}
