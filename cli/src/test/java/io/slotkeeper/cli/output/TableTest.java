package io.slotkeeper.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TableTest {
    @Test
    void alignsColumnsUnderTheirHeadings() {
        String table = new Table("NAME", "LAG>")
                .row(Cell.of("a1"), Cell.of(12))
                .row(Cell.of("a10"), Cell.of(3))
                .render(Ansi.OFF);
        assertThat(table).isEqualTo("NAME  LAG\na1     12\na10     3\n");
    }

    @Test
    void isEmptyWithoutRows() {
        assertThat(new Table("NAME").render(Ansi.ON)).isEmpty();
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("A", "B").row(Cell.of("x")))
                .withMessageContaining("1 cells does not fit 2 columns");
    }

    @Test
    void wrapsTheWidestColumnAtBlanks() {
        String table = new Table("SHARD", "WHAT")
                .row(Cell.of("s1"), Cell.of("waiting for a node ".repeat(10)))
                .render(Ansi.OFF);
        assertThat(table.lines()).hasSize(4).allMatch(line -> line.length() <= Table.MAX_WIDTH);
        assertThat(table).doesNotContain("nod\n");
    }

    @Test
    void coloursOnlyWhenAnsiIsOn() {
        Table table = new Table("STATE").row(Cell.of("active", Style.GOOD));
        assertThat(table.render(Ansi.OFF)).doesNotContain("\u001b");
        assertThat(table.render(Ansi.ON)).contains("\u001b[32mactive\u001b[");
    }

    @Test
    void showsControlCharactersAsQuestionMarks() {
        assertThat(Cell.of("a\u001b[2Jb").text()).isEqualTo("a?[2Jb");
    }

    @Property
    void neverExceedsTheWidth(@ForAll @Size(min = 1, max = 10) List<String> cells) {
        Table table = new Table(cells.stream().map(c -> "H").toArray(String[]::new));
        table.row(cells.stream().map(Cell::of).toArray(Cell[]::new));
        assertThat(table.render(Ansi.OFF).split("\n"))
                .allMatch(line -> line.codePointCount(0, line.length()) <= Table.MAX_WIDTH);
    }
}
