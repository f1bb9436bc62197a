package io.slotkeeper.core.migrate;

/** How an agent says that slots cannot be given up, since the node still holds keys of them. */
public final class KeysLeft {
    /** What the sentence begins with. */
    public static final String CODE = "KEYS_LEFT";

    private KeysLeft() {}

    /** The whole sentence. */
    public static String say(int slot) {
        return CODE + ": the node holds keys of slot " + slot;
    }
}
