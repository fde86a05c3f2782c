"""Figures as vectors, as the shipped program writes them.

    python vector_figures_test.py PROGRAM PICTURE_SIMILARITY [unittest arguments]
"""
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import shipped_program
from shipped_program import CAPTURE, InFolder

SVG = "{http://www.w3.org/2000/svg}"


class VectorFigures(InFolder):
    """On the shipped capture: needs LibTorch, no downloaded model, no display and no renderer."""

    def svg(self, *arguments):
        written = self.path("x.svg")
        self.ok(*arguments, "--output", written)
        return ElementTree.parse(written).getroot()

    def test_a_figure_is_shapes_and_texts(self):
        root = self.svg(CAPTURE, "--query", "2", "--size", "1500x900")
        self.assertEqual(root.tag, SVG + "svg")
        self.assertEqual((root.get("width"), root.get("height")), ("1500", "900"))
        self.assertEqual(root.get("role"), "img")
        ids = [e.get("id") for e in root.iter() if e.get("id")]
        self.assertEqual(len(ids), len(set(ids)))
        for start in ("edge-2-", "token-", "output-2", "hull-", "label-", "head", "legend"):
            self.assertTrue(any(name.startswith(start) for name in ids), start)
        title = root.find(SVG + "title").text
        texts = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
        self.assertIn(title, texts)
        self.assertIn(root.find(SVG + "desc").text, texts)
        self.assertFalse(list(root.iter(SVG + "image")), "no picture inside")

    def test_the_same_figure_is_the_same_bytes(self):
        one, other = self.path("a.svg"), self.path("b.svg")
        for name in (one, other):
            self.ok(CAPTURE, "--mechanism", "two-simplicial", "--output", name)
        self.assertEqual(Path(one).read_bytes(), Path(other).read_bytes())

    def test_it_carries_its_session_and_opens_again(self):
        one, other, picture, again = (self.path(n) for n in ("a.svg", "b.svg", "a.png", "b.png"))
        self.ok(CAPTURE, "--query", "2", "--size", "640x400", "--output", one, "--output", picture)
        self.ok(one, "--output", other, "--output", again)
        self.assertEqual(Path(one).read_bytes(), Path(other).read_bytes())
        self.assertEqual(Path(picture).read_bytes(), Path(again).read_bytes())
        for name in (one, picture):
            self.ok(CAPTURE, "--embed-session", "off", "--output", name)
            self.assertNotIn(b"baryscope.session", Path(name).read_bytes())
            self.fails(1, name, "--output", self.path("c.json"), says="carries no session")

    def test_everything_says_what_it_is(self):
        root = self.svg(CAPTURE, "--query", "2", "--mechanism", "pairwise")
        label = "{http://www.inkscape.org/namespaces/inkscape}label"
        named = {e.get("id"): e.get(label) for e in root.iter() if e.get(label)}
        self.assertRegex(named["edge-2-3"], r"^\S+ → \S+ -?[0-9.]+$")
        self.assertRegex(named["token-3"], r"^\S+ \(position 3\)$")
        self.assertRegex(named["output-2"], r"^output of ")
        for element in root.iter():
            if element.get(label):
                self.assertEqual(element.find(SVG + "title").text, element.get(label))
        samples = self.svg("--dataset", "two-moons")
        named = {e.get("id"): e.get(label) for e in samples.iter()}
        self.assertEqual(named["data-point-17"], "row 17")

    def test_a_font_is_used_or_refused(self):
        svg, page = self.path("a.svg"), self.path("a.pdf")
        self.ok(CAPTURE, "--font", "Noto Serif", "--output", svg, "--output", page)
        self.assertIn(b"font-family=\"'Noto Serif', 'DejaVu Sans'", Path(svg).read_bytes())
        fonts = subprocess.run(["pdffonts", page], check=True, capture_output=True,
                               text=True).stdout
        self.assertIn("+NotoSerif", fonts)
        self.fails(2, CAPTURE, "--font", "No Such Family", "--output", svg,
                   says=["--font No Such Family", "fc-list"])
        self.fails(2, CAPTURE, "--font", "a<b", "--output", svg, says="--font a<b")

    def test_plain_strokes_are_single_lines(self):
        root = self.svg(CAPTURE, "--query", "2", "--mechanism", "pairwise",
                        "--stroke-style", "plain")
        edges = [e for e in root.iter(SVG + "path") if (e.get("id") or "").startswith("edge-2-")]
        self.assertTrue(edges)
        for edge in edges:
            self.assertRegex(edge.get("stroke"), "^#[0-9a-f]{6}$")
            self.assertEqual((edge.get("fill"), edge.get("d").count("L")), ("none", 1))

    def similarity(self, drawn, pixels):
        """The worst place, and mean SSIM of luma and chroma."""
        compared = subprocess.run([SIMILARITY, drawn, pixels], check=True, capture_output=True,
                                  text=True)
        return map(float, compared.stdout.split())

    def rasterised(self, vectors):
        drawn = self.path("drawn.png")
        if vectors.endswith(".svg"):
            subprocess.run(["rsvg-convert", vectors, "-o", drawn], check=True)
        else:
            subprocess.run(["pdftoppm", "-png", "-r", "96", "-singlefile", vectors,
                            drawn.removesuffix(".png")], check=True)
        return drawn

    def test_a_pdf_is_a_page_with_texts_and_its_session(self):
        page, other, picture, again = (self.path(n) for n in ("a.pdf", "b.pdf", "a.png", "b.png"))
        self.ok(CAPTURE, "--query", "2", "--output", page, "--output", picture)
        self.ok(page, "--output", other, "--output", again)
        self.assertEqual(Path(page).read_bytes(), Path(other).read_bytes())
        self.assertEqual(Path(picture).read_bytes(), Path(again).read_bytes())
        words = subprocess.run(["pdftotext", "-layout", page, "-"], check=True,
                               capture_output=True, text=True).stdout
        for word in ("reads its sequence", "hull of the values", "query"):
            self.assertIn(word, words)
        fonts = subprocess.run(["pdffonts", page], check=True, capture_output=True,
                               text=True).stdout.splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertNotIn("Type 3", font)
            self.assertRegex(font, r"yes yes yes +\d+ +\d+$", "embedded, a subset, with Unicode")
        facts = subprocess.run(["pdfinfo", "-isodates", page], check=True, capture_output=True,
                               text=True).stdout
        self.assertRegex(facts, r"CreationDate: +2000-01-01T00:00:00Z")
        self.assertRegex(facts, r"Page size: +1200 x 750 pts")
        self.assertRegex(facts, r"Title: +\S")
        self.ok(CAPTURE, "--embed-session", "off", "--output", page)
        self.fails(1, page, "--output", self.path("c.json"), says="carries no session")
        Path(page).write_bytes(b"%PDF-1.5 nothing")
        self.fails(1, page, "--output", self.path("c.json"), says="no PDF file")

    def test_texts_may_be_shapes(self):
        texts, shapes = self.path("a.svg"), self.path("b.svg")
        self.ok(CAPTURE, "--output", texts)
        self.ok(CAPTURE, "--text-as", "paths", "--output", shapes)
        root = ElementTree.parse(shapes).getroot()
        self.assertFalse(list(root.iter(SVG + "text")))
        head = next(e for e in root.iter() if e.get("id") == "head")
        self.assertIn("library@5", head.find(SVG + "title").text, "the words are still there")
        drawn = self.rasterised(texts)
        Path(drawn).rename(self.path("texts.png"))
        worst, luma, _ = self.similarity(self.rasterised(shapes), self.path("texts.png"))
        self.assertGreaterEqual(luma, 0.99)
        self.assertGreaterEqual(worst, 0.9)

    def test_it_looks_like_the_picture(self):
        pixels = self.path("x.png")
        for arguments in ([CAPTURE, "--query", "2"],
                          [CAPTURE, "--mechanism", "two-simplicial"],
                          [CAPTURE, "--mechanism", "differential", "--theme", "dark"],
                          [CAPTURE, "--mechanism", "cog", "--theme", "print"],
                          [CAPTURE, "--mechanism", "pairwise", "--view", "flow"],
                          [CAPTURE, "--mechanism", "pairwise", "--view", "ring"],
                          ["--dataset", "two-moons"],
                          [CAPTURE, "--compare-mechanism", "differential"]):
            with self.subTest(arguments):
                outputs = [self.path(name) for name in ("x.svg", "x.pdf")]
                self.ok(*arguments, "--output", pixels, "--output", outputs[0],
                        "--output", outputs[1])
                for vectors in outputs:
                    worst, luma, chroma = self.similarity(self.rasterised(vectors), pixels)
                    self.assertGreaterEqual(luma, 0.97)
                    self.assertGreaterEqual(chroma, 0.98)
                    self.assertGreaterEqual(worst, 0.4, "one place has another colour")

    def test_every_view_and_a_pair_are_well_formed(self):
        for arguments in (["--view", "flow"], ["--view", "ring"], ["--theme", "dark"],
                          ["--background", "transparent"],
                          ["--compare-mechanism", "differential"]):
            with self.subTest(arguments):
                self.svg(CAPTURE, *arguments)
        with self.subTest("samples"):
            self.svg("--dataset", "two-moons")


if __name__ == "__main__":
    SIMILARITY = sys.argv.pop(2)
    shipped_program.main()
