package io.slotkeeper.core.plan;

import java.util.Comparator;

/** Orders names as people do where they end in numbers: a2 before a10. */
public final class NaturalOrder implements Comparator<String> {
    public static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int byStem = stem(a).compareTo(stem(b));
        if (byStem != 0) {
            return byStem;
        }
        String x = a.substring(stem(a).length());
        String y = b.substring(stem(b).length());
        int byLength = Integer.compare(x.length(), y.length());
        return byLength != 0 ? byLength : x.compareTo(y);
    }

    private static String stem(String name) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end);
    }
}
