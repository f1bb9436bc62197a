package io.slotkeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeViewTest {
    private static final String REPLY = """
            07c37df 127.0.0.1:30004@31004,host4 slave e7d1eec 0 1426238317239 4 connected
            e7d1eec 127.0.0.1:30001@31001 myself,master - 0 0 7 connected 0-10 12 [13->-67ed2db]
            67ed2db ::1:30002@31002 master,fail? - 1426238316232 1426238316232 2 disconnected
            """;

    @Test
    void readsRolesSlotsAndEpochs() {
        List<NodeView> nodes = NodeView.parse(REPLY);
        assertThat(nodes.get(0).primaryId()).contains("e7d1eec");
        assertThat(nodes.get(0).primary()).isFalse();
        NodeView self = nodes.get(1);
        assertThat(self.myself() && self.primary() && self.linkUp()).isTrue();
        assertThat(self.configEpoch()).isEqualTo(7);
        assertThat(self.slots().count()).isEqualTo(12);
        assertThat(self.slots().contains(12)).isTrue();
        assertThat(self.slots().contains(13)).isFalse();
        assertThat(nodes.get(2).address().getHost()).isEqualTo("::1");
        assertThat(nodes.get(2).failing()).isTrue();
    }

    @Test
    void refusesOtherText() {
        assertThatThrownBy(() -> NodeView.parse("hello")).hasMessageContaining("hello");
    }
}
