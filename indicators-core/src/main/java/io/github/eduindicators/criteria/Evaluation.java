package io.github.eduindicators.criteria;

import io.github.eduindicators.model.PeerGroups;
import io.github.eduindicators.model.Period;
import io.github.eduindicators.results.IndicatorValues;
import java.util.List;
import javax.annotation.Nullable;

final class Evaluation {
    private Evaluation() {}

    static Scorecards run(Methodology methodology, IndicatorValues values, Period period, @Nullable PeerGroups peers) {
        return new Scorecards(methodology, period, List.of());
    }
}
