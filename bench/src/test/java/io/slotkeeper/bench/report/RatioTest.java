package io.slotkeeper.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {
    @ParameterizedTest
    @CsvSource({"1840.4,1840", "12.34,12.3", "0.874,0.87", "Infinity,inf", "NaN,inf"})
    void hasThreeDigitsOrMore(double ratio, String text) {
        assertThat(Ratio.text(ratio)).isEqualTo(text);
    }
}
