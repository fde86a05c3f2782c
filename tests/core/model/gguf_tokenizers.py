"""Small tokenizers in both forms: what GGUF files say of them (tokenizer.ggml…) and tokenizer.json.

Of each kind that the models of gguf_files.py have: `llama` and `gemma` (SentencePiece's BPE with scores and bytes),
`llama3`, `qwen2` and `gpt2` (byte-level BPE), `bert` (WordPiece).
"""

from dataclasses import dataclass

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6  # token types of GGUF
WORDS = ["the", "of", "and", "in", "ing", "er", "token", "model", "bakery", "bread", "is", "to", "a"]
LETTERS = [chr(code) for code in range(33, 127)]
# How GPT-2's descendants cut a text before their merges: published expressions.
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
          r"\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


@dataclass
class BothForms:
    values: dict  # by the keys of GGUF
    tokenizer: Tokenizer

    @property
    def n_tokens(self) -> int:
        return len(self.values["tokenizer.ggml.tokens"])


def merges_of(words: list) -> list:
    """Pairs that build every word from its characters, each pair once."""
    found = {}
    for word in words:
        built = word[0]
        for letter in word[1:]:
            found[built, letter] = None
            built += letter
    return list(found)


def add_specials(tokenizer: Tokenizer, tokens: list) -> None:
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in tokens])


def begin_with(tokenizer: Tokenizer, token: str) -> None:
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{token} $A", pair=f"{token} $A {token} $B", special_tokens=[(token, tokenizer.token_to_id(token))])


def sentencepiece(specials: list, prefix: bool) -> BothForms:
    """`specials`: in order of id, "<unk>" among them."""
    merges = merges_of(["▁" + word for word in WORDS] + WORDS)
    pieces = list(dict.fromkeys(a + b for a, b in merges))
    letters = ["▁"] + [letter for letter in LETTERS if letter not in pieces]
    tokens = specials + [f"<0x{byte:02X}>" for byte in range(256)] + pieces + letters
    n_first = len(specials) + 256
    scores = [0.0] * n_first + [-float(rank) for rank in range(len(pieces) + len(letters))]
    types = [UNKNOWN if token == "<unk>" else CONTROL for token in specials] + [BYTE] * 256
    tokenizer = Tokenizer(models.BPE({token: index for index, token in enumerate(tokens)}, merges, unk_token="<unk>",
                                     fuse_unk=True, byte_fallback=True))
    spaces = normalizers.Replace(" ", "▁")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), spaces]) if prefix else spaces
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
                                          + [decoders.Strip(" ", 1, 0)] * prefix)
    add_specials(tokenizer, specials)
    begin = "<s>" if "<s>" in specials else "<bos>"
    end = "</s>" if "</s>" in specials else "<eos>"
    begin_with(tokenizer, begin)
    values = {"tokenizer.ggml.model": "llama", "tokenizer.ggml.pre": "default", "tokenizer.ggml.tokens": tokens,
              "tokenizer.ggml.scores": scores, "tokenizer.ggml.token_type": types + [NORMAL] * (len(tokens) - n_first),
              "tokenizer.ggml.bos_token_id": tokens.index(begin), "tokenizer.ggml.eos_token_id": tokens.index(end),
              "tokenizer.ggml.unknown_token_id": tokens.index("<unk>"), "tokenizer.ggml.add_bos_token": True,
              "tokenizer.ggml.add_eos_token": False}
    if "<pad>" in specials:
        values["tokenizer.ggml.padding_token_id"] = tokens.index("<pad>")
    if not prefix:
        values["tokenizer.ggml.add_space_prefix"] = False
    return BothForms(values, tokenizer)


def byte_level(pre: str, specials: list, begin: str, end: str) -> BothForms:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = merges_of(["Ġ" + word for word in WORDS] + WORDS)
    pieces = list(dict.fromkeys(a + b for a, b in merges))
    tokens = alphabet + pieces + specials
    tokenizer = Tokenizer(models.BPE({token: index for index, token in enumerate(alphabet + pieces)}, merges,
                                     ignore_merges=pre == "llama-bpe"))
    if pre == "gpt-2":
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        cut = Regex(LLAMA3 if pre == "llama-bpe" else QWEN2)
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(cut, "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    if pre == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    add_specials(tokenizer, specials)
    values = {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": pre, "tokenizer.ggml.tokens": tokens,
              "tokenizer.ggml.token_type": [NORMAL] * (len(tokens) - len(specials)) + [CONTROL] * len(specials),
              "tokenizer.ggml.merges": [f"{a} {b}" for a, b in merges],
              "tokenizer.ggml.bos_token_id": tokens.index(begin), "tokenizer.ggml.eos_token_id": tokens.index(end)}
    if pre == "llama-bpe":
        begin_with(tokenizer, begin)
    else:
        values["tokenizer.ggml.add_bos_token"] = False
    return BothForms(values, tokenizer)


def wordpiece() -> BothForms:
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [letter for letter in LETTERS if not letter.isupper()]
    tokens = specials + letters + ["##" + letter for letter in letters] + [w for w in WORDS if len(w) > 1] + ["##ing", "##er"]
    ids = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    add_specials(tokenizer, specials)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    # Files have words with a mark before them in place of one before what continues them.
    marked = [token if token in specials else token[2:] if token.startswith("##") else "▁" + token for token in tokens]
    return BothForms({
        "tokenizer.ggml.model": "bert", "tokenizer.ggml.pre": "bert-bge", "tokenizer.ggml.token_type_count": 2,
        "tokenizer.ggml.tokens": marked,
        "tokenizer.ggml.token_type": [CONTROL] * len(specials) + [NORMAL] * (len(tokens) - len(specials)),
        "tokenizer.ggml.bos_token_id": ids["[CLS]"], "tokenizer.ggml.eos_token_id": ids["[SEP]"],
        "tokenizer.ggml.unknown_token_id": ids["[UNK]"], "tokenizer.ggml.seperator_token_id": ids["[SEP]"],
        "tokenizer.ggml.padding_token_id": ids["[PAD]"], "tokenizer.ggml.mask_token_id": ids["[MASK]"]}, tokenizer)


def both_forms(kind: str) -> BothForms:
    if kind == "llama":
        return sentencepiece(["<unk>", "<s>", "</s>"], prefix=True)
    if kind == "gemma":
        return sentencepiece(["<pad>", "<eos>", "<bos>", "<unk>"], prefix=False)
    if kind == "llama3":
        return byte_level("llama-bpe", ["<|begin_of_text|>", "<|end_of_text|>"], "<|begin_of_text|>", "<|end_of_text|>")
    if kind == "qwen2":
        return byte_level("qwen2", ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], "<|endoftext|>", "<|im_end|>")
    if kind == "gpt2":
        return byte_level("gpt-2", ["<|endoftext|>"], "<|endoftext|>", "<|endoftext|>")
    assert kind == "bert", kind
    return wordpiece()
