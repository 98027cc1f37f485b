import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Holds a bundle against what Maven Central asks for, all but the signatures: java .ci/CheckBundle.java target/central/central-bundle.zip */
public final class CheckBundle {
    private static final String GROUP = "io/github/eduindicators/";
    private static final Map<String, String> MODULES = Map.of(
            "indicators-core", "io.github.eduindicators.core", "indicators-io", "io.github.eduindicators.io");
    private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256");
    private static final int JAVA_17 = 61;

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, byte[]> files;

    private CheckBundle(Map<String, byte[]> files) {
        this.files = files;
    }

    public static void main(String[] args) throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(Path.of(args[0]).toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    files.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        CheckBundle check = new CheckBundle(files);
        check.all();
        if (!check.wrong.isEmpty()) {
            check.wrong.forEach(line -> System.err.println("bundle: " + line));
            System.exit(1);
        }
        long signatures = files.keySet().stream().filter(name -> name.endsWith(".asc")).count();
        System.out.println("bundle: " + files.size() + " files are as Central asks; signatures: " + (signatures == 0 ? "none yet" : signatures));
    }

    private void all() throws Exception {
        Set<String> versions = new TreeSet<>();
        Set<String> expected = new TreeSet<>();
        for (String name : files.keySet()) {
            String[] parts = name.startsWith(GROUP) ? name.substring(GROUP.length()).split("/") : new String[0];
            if (parts.length != 3 || !MODULES.containsKey(parts[0])) {
                wrong.add("does not belong here: " + name);
            } else {
                versions.add(parts[1]);
            }
        }
        if (versions.size() != 1 || versions.toString().contains("SNAPSHOT")) {
            wrong.add("one released version is wanted, found " + versions);
            return;
        }
        String version = versions.iterator().next();
        for (String module : MODULES.keySet()) {
            String base = GROUP + module + "/" + version + "/" + module + "-" + version;
            for (String part : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
                expected.add(base + part);
                checksums(base + part, expected);
            }
            if (files.keySet().containsAll(expected)) {
                pom(module, version, base);
                jars(module, base);
            }
        }
        for (String name : files.keySet()) {
            if (!expected.contains(name) && !(name.endsWith(".asc") && expected.contains(name.substring(0, name.length() - 4)))) {
                wrong.add("nobody asked for " + name);
            }
        }
    }

    private void checksums(String name, Set<String> expected) throws Exception {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            wrong.add("missing: " + name);
            return;
        }
        for (Map.Entry<String, String> kind : CHECKSUMS.entrySet()) {
            String sum = name + "." + kind.getKey();
            expected.add(sum);
            byte[] written = files.get(sum);
            String real = HexFormat.of().formatHex(MessageDigest.getInstance(kind.getValue()).digest(bytes));
            if (written == null || !new String(written, StandardCharsets.US_ASCII).strip().equals(real)) {
                wrong.add("missing or not that of the file: " + sum);
            }
        }
    }

    private void pom(String module, String version, String base) throws Exception {
        byte[] bytes = files.get(base + ".pom");
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        XPath path = XPathFactory.newInstance().newXPath();
        Map<String, String> exact = Map.of("/project/groupId", "io.github.eduindicators", "/project/artifactId", module,
                "/project/version", version, "count(/project/parent)", "0", "count(/project/dependencies/dependency[scope='test'])", "0",
                "count(/project/dependencies/dependency[not(version)])", "0",
                "/project/dependencies/dependency[artifactId='jsr305']/optional", "true",
                "count(/project/repositories) + count(/project/build)", "0");
        for (Map.Entry<String, String> one : exact.entrySet()) {
            String value = path.evaluate(one.getKey(), pom);
            if (!value.equals(one.getValue())) {
                wrong.add(module + " pom: " + one.getKey() + " is '" + value + "', not '" + one.getValue() + "'");
            }
        }
        for (String filled : List.of("name", "description", "url", "licenses/license/name", "licenses/license/url",
                "developers/developer/name", "scm/connection", "scm/developerConnection", "scm/url")) {
            if (path.evaluate("/project/" + filled, pom).isBlank()) {
                wrong.add(module + " pom: " + filled + " is missing");
            }
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.contains("${") || text.contains("file:") || text.contains("SNAPSHOT")) {
            wrong.add(module + " pom: a property, a path or a snapshot is left in it");
        }
        String bill = new String(files.get(base + "-cyclonedx.json"), StandardCharsets.UTF_8);
        NodeList used = (NodeList) path.evaluate("/project/dependencies/dependency[scope='compile' or scope='runtime']", pom, XPathConstants.NODESET);
        for (int i = 0; i < used.getLength(); i++) {
            String purl = "pkg:maven/" + path.evaluate("groupId", used.item(i)) + "/" + path.evaluate("artifactId", used.item(i)) + "@"
                    + path.evaluate("version", used.item(i));
            if (!bill.contains(purl)) {
                wrong.add(module + " SBOM: lacks " + purl);
            }
        }
    }

    private void jars(String module, String base) throws IOException {
        Map<String, byte[]> classes = entries(base + ".jar");
        Map<String, byte[]> sources = entries(base + "-sources.jar");
        Attributes manifest = new Manifest(new ByteArrayInputStream(classes.get("META-INF/MANIFEST.MF"))).getMainAttributes();
        if (!MODULES.get(module).equals(manifest.getValue("Automatic-Module-Name"))) {
            wrong.add(module + " jar: Automatic-Module-Name is " + manifest.getValue("Automatic-Module-Name"));
        }
        if (!classes.containsKey("META-INF/LICENSE")) {
            wrong.add(module + " jar: no META-INF/LICENSE");
        }
        for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(GROUP) && !name.startsWith("META-INF/")) {
                wrong.add(module + " jar: not ours: " + name);
            }
            if (name.endsWith(".class")) {
                if (entry.getValue()[7] != JAVA_17) {
                    wrong.add(module + " jar: not for Java 17: " + name);
                }
                String source = name.replaceFirst("(\\$[^/]*)?\\.class$", ".java");
                if (!sources.containsKey(source)) {
                    wrong.add(module + " sources: lack " + source);
                }
            }
        }
        if (!entries(base + "-javadoc.jar").containsKey("index.html")) {
            wrong.add(module + " javadoc: no index.html");
        }
    }

    private Map<String, byte[]> entries(String jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(files.get(jar)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }
}
