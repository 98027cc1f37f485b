package io.github.eduindicators.io.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class HtmlPropertiesTest {

    @Property
    void anyTextStaysATextInContentAndAttributes(@ForAll String text) throws Exception {
        StringWriter out = new StringWriter();
        new Html(out).open("p", "title", text).text(text).close().end();
        Element p = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(out.toString())))
                .getDocumentElement();
        assertThat(p.getElementsByTagName("*").getLength()).isZero();
        assertThat(p.getAttributes().getLength()).isEqualTo(1);
        assertThat(p.getTextContent().codePointCount(0, p.getTextContent().length()))
                .isEqualTo(text.codePointCount(0, text.length()));
        assertThat(replaced(p.getTextContent(), text)).isTrue();
    }

    /** Each sign is as it was, or replaced. */
    private static boolean replaced(String written, String text) {
        int[] left = written.codePoints().toArray();
        int[] right = text.codePoints().toArray();
        for (int i = 0; i < left.length; i++) {
            boolean allowed = right[i] >= ' ' && right[i] < 0x7F || right[i] >= 0x400 && right[i] < 0x500;
            if (left[i] != right[i] && (allowed || left[i] != 0xFFFD)) {
                return false;
            }
        }
        return true;
    }
}
