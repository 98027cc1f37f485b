package io.github.eduindicators.io.report;

import io.github.eduindicators.recommendations.Recommendation;
import java.util.List;

/** What is advised to one unit, or of it, with the reasons. */
final class AdviceList {
    private final Html html;
    private final Texts texts;

    AdviceList(Html html, Texts texts) {
        this.html = html;
        this.texts = texts;
    }

    void write(List<Recommendation> recommendations) {
        html.open("ul", "class", "advice");
        for (Recommendation recommendation : recommendations) {
            html.open("li").text(recommendation.text(texts.locale()) + " ");
            html.element("small", texts.get("advice.who", texts.get("recommendations.role." + recommendation.addressee().code()),
                    recommendation.due().toString()));
            html.element("small", recommendation.why(texts.locale()), "class", "why").close();
        }
        html.close();
    }
}
