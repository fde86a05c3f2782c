"""Builds SentencePiece's precompiled charsmap, so that tests have one with rules of their own."""
import base64
import struct

RULES = {"ﬁ": "fi", "①": "1", "②": "2", "ℌ": "H", "\u00a0": " ", "\u3000": " ", "\t": " ", "\n": " ", "\r": " ", "e\u0301": "é", "E\u0301": "É",
         "a\u0323": "ạ", "\u200b": "", "\u00ad": "", "\x00": "", "ﷺ": "صلى الله عليه وسلم", "Å": "Å", "Ａ": "A", "ａ": "a", "…": "...", "가": "가",
         "\u0301": "", "\ufeff": "", "ß": "ss", "İ": "i\u0307", "👩": "w", "👩\u200d": "x"}


def precompiled_charsmap(rules=None):
    """base64 of: size of the trie, its 32-bit units, the texts, each with a 0 behind it."""
    rules = RULES if rules is None else rules
    texts, places = b"", {}
    for value in dict.fromkeys(rules.values()):
        places[value] = len(texts)
        texts += value.encode() + b"\0"
    root = {}
    for key, value in rules.items():
        node = root
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node["value"] = places[value]
    units = double_array(root)
    return base64.b64encode(struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + texts).decode()


def double_array(root):
    """Units as darts-clone lays them out: a child of `at` by `label` stands at at ^ offset ^ label, a value at label 0."""
    units, taken = [0], {0}

    def place(node, at):
        labels = sorted(byte for byte in node if byte != "value")
        used = labels + ([0] if "value" in node else [])
        base = next(b for b in range(1, 1 << 20) if all(b ^ label not in taken for label in used))
        taken.update(base ^ label for label in used)
        units.extend([0] * (max(taken | {base | 255}) + 1 - len(units)))
        units[at] |= (at ^ base) << 10 | (0x100 if "value" in node else 0)
        if "value" in node:
            units[base] = 1 << 31 | node["value"]
        for label in labels:
            units[base ^ label] = label
            place(node[label], base ^ label)

    place(root, 0)
    return units
