"""A head whose truth is known: RXNMapper's transformer reads from atoms of the product to those of the reactants.

    python rxnmapper_test.py PROGRAM [unittest arguments]
"""
import json
import os
import re
from pathlib import Path

import shipped_program
from shipped_program import InFolder

REACTION = "c1ccccc1Br.OB(O)c1ccncc1>>c1ccc(-c2ccncc2)cc1"


class RxnMapper(InFolder):
    def report(self, *arguments):
        self.ok("--model", "rxnmapper", *arguments, "--output", self.path("r.json"))
        return json.loads(Path(self.path("r.json")).read_text())

    def heaviest(self, report):
        edge = max(report["edges"], key=lambda edge: abs(edge["weight"]))
        return edge["query"], edge["key"], edge["weight"]

    def test_it_opens_with_its_reaction(self):
        report = self.report()
        self.assertEqual(report["model"]["name"], "RXNMapper")
        self.assertEqual(report["model"]["architecture"], "albert")
        self.assertEqual((report["layer"], report["head"]), (10, 5))
        self.assertEqual("".join(token["text"] for token in report["tokens"][1:-1]), REACTION)
        query, key, weight = self.heaviest(report)
        self.assertEqual((query, key), (32, 16))
        self.assertAlmostEqual(weight, 0.788, delta=1e-3)
        query, key, weight = self.heaviest(self.report("--query", "36"))
        self.assertEqual((query, key), (36, 20))
        self.assertAlmostEqual(weight, 0.758, delta=1e-3)

    def test_most_atoms_of_the_product_point_to_their_own(self):
        report = self.report("--query", "all", "--top", "48")
        tokens = [token["text"] for token in report["tokens"]]
        arrow = tokens.index(">>")
        atoms = [i for i, text in enumerate(tokens) if i > arrow and re.fullmatch("[cnoBr]+", text)]
        best = {}
        for edge in report["edges"]:
            if edge["query"] in atoms and edge["weight"] > best.get(edge["query"], (0, 0))[0]:
                best[edge["query"]] = (edge["weight"], edge["key"])
        same = [i for i in atoms if best[i][1] < arrow and tokens[best[i][1]] == tokens[i]]
        self.assertEqual(len(atoms), 12)
        self.assertGreaterEqual(len(same), 10)

    def test_a_text_of_ones_own_keeps_the_head(self):
        report = self.report("--text", "CCO>>CC=O")
        self.assertEqual("".join(token["text"] for token in report["tokens"][1:-1]), "CCO>>CC=O")
        self.assertEqual((report["layer"], report["head"]), (10, 5))

    def test_a_mask_is_filled_by_the_chemistry(self):
        report = self.report("--mask", "32")
        place = report["predictions"][0]
        self.assertEqual(place["position"], 32)
        self.assertEqual(place["top"][0]["text"], "c", place)


if __name__ == "__main__":
    shipped_program.main()
