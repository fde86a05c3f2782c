"""Small tokenizers of every kind, trained by the PyPI package `tokenizers` on a corpus made here."""
import json
import random

from charsmap import precompiled_charsmap
from tokenizer_inputs import WORDS
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
          r"\s+(?!\S)|\s+")
GPT4O = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
BLOOM = " ?[^(\\s|[.,!?…。，、।۔،])]+"
CLIP = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
SMILES = r"(\[[^\]]+]|Br?|Cl?|N|O|S|P|F|I|b|c|n|o|s|p|\(|\)|\.|=|#|-|\+|\\\\|\/|:|~|@|\?|>|\*|\$|\%[0-9]{2}|[0-9])"
# Expressions that Oniguruma reads otherwise than PCRE2 does.
ODD_EXPRESSIONS = [
    r"^a|b$", r"(?m)a.b", r"\h+", r"\p{N}{1,2}+", r"a{,2}b", r"a{2}?", r"x(?i)b|c", r"[\w&&[^b]]+", r"[a[^b]]", r"[^a&&b]", r"[]a]+",
    r"\bab\b", r"\Ba", r"[[:alpha:]]+", r"[[:^alpha:]]+", r"[[:punct:]]+", r"[[:word:]]+", r"\p{^L}", r"\p{Letter}+", r"\p{Alpha}+",
    r"\p{Space}+", r"[\W_]+", r"[^\W\d]+", r"[\s\S]{3}", r"\R", r"\u0061", r"\x{61}", r"\101", r"(?<=ab|c)d", r"(?<!a)b", r"a++b?", r"(?>a+)b",
    r"(a)(b)\2\1", r"(?<n>a)b", r"[a\-c]+", r"[+\--]", r"[^\P{L}]+", r"\w+(?=\s)", r"\s+$", "", "x*", r"\v|\f|\t", r"a{0}b", r"[\p{Lu}&&[^A-M]]",
    r"[一-龥]+", r"(?#comment)a", r"(?-i:a)b(?i:C)", r"a|b|", r"[\h_]{2,}", r"(?:(?:ab)+c)*", r"{", r"a{x}", r"\.|\-|\/"]
BEHAVIORS = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]


def corpus(generator, n=1500):
    words = WORDS + ["ing", "the", "of", "library", "school", "bakery", "fox", " fox", "jumps", "12", "345", "C1CCBr", "😀", "잠"]
    for _ in range(n):
        yield " ".join(generator.choice(words) for _ in range(generator.randrange(2, 14)))


def special(content, **flags):
    return AddedToken(content, special=True, normalized=False, **flags)


def trained(model, trainer, normalizer=None, pre_tokenizer=None, decoder=None, post_processor=None):
    tokenizer = Tokenizer(model)
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    if decoder is not None:
        tokenizer.decoder = decoder
    tokenizer.train_from_iterator(corpus(random.Random(3)), trainer)
    if post_processor is not None:
        tokenizer.post_processor = post_processor(tokenizer)
    return tokenizer


def bpe_trainer(**options):
    options = {"vocab_size": 700, "show_progress": False, "special_tokens": ["<s>", "</s>", "<unk>"], **options}
    return trainers.BpeTrainer(**options)


def byte_trainer(**options):
    return bpe_trainer(initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), **options)


def template(first, last=None):
    def make(tokenizer):
        names = [name for name in (first, last) if name]
        end = f" {last}" if last else ""
        return processors.TemplateProcessing(
            single=f"{first} $A{end}", pair=f"{first} $A{end} {first}:1 $B:1" + (f" {last}:1" if last else ""),
            special_tokens=[(name, tokenizer.token_to_id(name)) for name in names])
    return make


def once(make):
    made = []

    def remembered():
        if not made:
            made.append(make())
        return made[0]
    return remembered


def split(pattern, behavior="isolated", invert=False):
    return pre_tokenizers.Split(Regex(pattern), behavior, invert)


def byte_level(**options):
    return pre_tokenizers.ByteLevel(**{"add_prefix_space": False, **options})


def changed(tokenizer, change):
    """The same with its JSON changed in place."""
    document = json.loads(tokenizer.to_str())
    change(document)
    return Tokenizer.from_str(json.dumps(document))


def byte_level_kinds():
    yield "gpt2", lambda: trained(models.BPE(), byte_trainer(), None, byte_level(), decoders.ByteLevel(),
                          lambda _: processors.ByteLevel(trim_offsets=False))
    for prefix in (True, False):
        yield f"roberta-{prefix}", lambda prefix=prefix: trained(
            models.BPE(), byte_trainer(special_tokens=["<s>", "</s>", "<unk>", special("<mask>", lstrip=True)]), None,
            byte_level(add_prefix_space=prefix), decoders.ByteLevel(),
            lambda _: processors.RobertaProcessing(("</s>", 1), ("<s>", 0), trim_offsets=True, add_prefix_space=prefix))
    llama3 = once(lambda: trained(models.BPE(ignore_merges=True), byte_trainer(), None,
                     pre_tokenizers.Sequence([split(LLAMA3), byte_level(use_regex=False)]), decoders.ByteLevel(),
                     lambda t: processors.Sequence([processors.ByteLevel(trim_offsets=True), template("<s>")(t)])))
    yield "llama3", llama3
    # Entries that no merge makes are found whole all the same.
    yield "llama3-unmerged", lambda: changed(llama3(), lambda document: document["model"]["vocab"].update({"Ġlibraryx": 5000, "zzz": 5001}))
    yield "qwen", lambda: trained(models.BPE(), byte_trainer(), normalizers.NFC(), pre_tokenizers.Sequence([split(LLAMA3), byte_level(use_regex=False)]),
                          decoders.ByteLevel(), lambda _: processors.ByteLevel(trim_offsets=False))
    yield "gpt4o", lambda: trained(models.BPE(), byte_trainer(), None, pre_tokenizers.Sequence([split(GPT4O), byte_level(use_regex=False)]), decoders.ByteLevel())
    yield "starcoder", lambda: trained(models.BPE(), byte_trainer(), None, pre_tokenizers.Sequence(
        [split("[\r\n]"), split(r"\s?\p{L}+"), split(r"\s?\p{P}+"), pre_tokenizers.Digits(individual_digits=True), byte_level()]), decoders.ByteLevel())
    yield "falcon", lambda: trained(models.BPE(), byte_trainer(), None, pre_tokenizers.Sequence(
        [pre_tokenizers.Punctuation("contiguous"), byte_level(), pre_tokenizers.Digits(False), split("[0-9][0-9][0-9]")]), decoders.ByteLevel())
    yield "bloom", lambda: trained(models.BPE(), byte_trainer(), None, pre_tokenizers.Sequence([split(BLOOM), byte_level(use_regex=False)]), decoders.ByteLevel())
    yield "byte-normalizer", lambda: trained(models.BPE(), byte_trainer(), normalizers.Sequence([normalizers.NFKC(), normalizers.ByteLevel()]), None, decoders.ByteLevel())
    yield "clip", lambda: trained(models.BPE(end_of_word_suffix="</w>", unk_token="</s>"), byte_trainer(end_of_word_suffix="</w>"),
                          normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]),
                          pre_tokenizers.Sequence([split(CLIP, "removed", True), byte_level()]), decoders.ByteLevel(),
                          lambda t: processors.RobertaProcessing(("</s>", 1), ("<s>", 0), trim_offsets=False, add_prefix_space=False))


def with_bytes(document, left_out=()):
    vocabulary = document["model"]["vocab"]
    for byte in range(256):
        if byte not in left_out:
            vocabulary[f"<0x{byte:02X}>"] = len(vocabulary)


def spelled_kinds():
    llama2 = once(lambda: trained(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True), bpe_trainer(limit_alphabet=60),
                     normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), None,
                     decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]), template("<s>")))
    yield "llama2", lambda: changed(llama2(), with_bytes)
    yield "llama2-few-bytes", lambda: changed(llama2(), lambda document: with_bytes(document, range(0xE0, 0xEC)))
    yield "llama2-no-bytes", llama2
    for scheme in ("always", "never", "first"):
        for cuts in (True, False):
            yield f"metaspace-{scheme}-{cuts}", lambda scheme=scheme, cuts=cuts: changed(trained(
                models.BPE(unk_token="<unk>", byte_fallback=True), bpe_trainer(limit_alphabet=80), None,
                pre_tokenizers.Metaspace(prepend_scheme=scheme, split=cuts), decoders.Metaspace(prepend_scheme=scheme), template("<s>", "</s>")), with_bytes)
    yield "gemma", lambda: changed(trained(
        models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True), bpe_trainer(limit_alphabet=90), normalizers.Replace(" ", "▁"),
        pre_tokenizers.Split(" ", "merged_with_previous"), decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]),
        template("<s>")), with_bytes)
    for fuse in (True, False):
        yield f"subword-prefix-{fuse}", lambda fuse=fuse: trained(
            models.BPE(unk_token="<unk>", fuse_unk=fuse, continuing_subword_prefix="##"), bpe_trainer(limit_alphabet=60, continuing_subword_prefix="##"),
            None, pre_tokenizers.BertPreTokenizer(), decoders.WordPiece(cleanup=fuse))
    yield "gpt1", lambda: trained(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"), bpe_trainer(limit_alphabet=70, end_of_word_suffix="</w>"),
                          normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer(), decoders.BPEDecoder())
    yield "nothing-unknown", lambda: trained(models.BPE(), bpe_trainer(limit_alphabet=40), None, pre_tokenizers.Whitespace(), decoders.BPEDecoder())
    yield "word-piece", lambda: trained(models.WordPiece(unk_token="<unk>"),
                                trainers.WordPieceTrainer(vocab_size=600, limit_alphabet=120, special_tokens=["<unk>", "<s>", "</s>"], show_progress=False),
                                normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()]),
                                pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()]), decoders.WordPiece(),
                                lambda t: processors.BertProcessing(("</s>", 2), ("<s>", 1)))


def unigram_kinds():
    def unigram(normalizer, pre_tokenizer, post_processor=None, **options):
        options = {"vocab_size": 500, "unk_token": "<unk>", "special_tokens": ["<s>", "</s>", "<unk>"], "show_progress": False, **options}
        return trained(models.Unigram(), trainers.UnigramTrainer(**options), normalizer, pre_tokenizer, decoders.Metaspace(), post_processor)

    document = json.dumps({"type": "Precompiled", "precompiled_charsmap": precompiled_charsmap()})

    def precompiled():
        holder = Tokenizer(models.BPE())
        return changed(holder, lambda whole: whole.update(normalizer=json.loads(document))).normalizer

    yield "xlm-r", lambda: unigram(normalizers.Sequence([precompiled(), normalizers.Replace(Regex(" {2,}"), " ")]), pre_tokenizers.Metaspace(), template("<s>", "</s>"))
    yield "t5", lambda: unigram(precompiled(), pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]), template("<s>", "</s>"))
    yield "albert", lambda: unigram(
        normalizers.Sequence([normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents(),
                              normalizers.Lowercase(), precompiled(), normalizers.Strip()]), pre_tokenizers.Metaspace(prepend_scheme="first"))
    plain = once(lambda: unigram(normalizers.Nmt(), pre_tokenizers.Metaspace(split=False), initial_alphabet=list("abcdefghij")))

    def byte_fallback(whole):
        model = whole["model"]
        model["byte_fallback"] = True
        model["vocab"] += [[f"<0x{byte:02X}>", -1000.0 if byte % 2 else 0.5] for byte in range(256) if byte != 0xE2]
        whole["decoder"] = {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, whole["decoder"]]}
    yield "unigram-bytes", lambda: changed(plain(), byte_fallback)

    def twice(whole):
        whole["model"]["vocab"] += [["the", -1.0], ["▁the", 3.0], ["the", -0.5], ["", 0.0], ["\u2603\u2603", 0.0]]
    yield "unigram-twice", lambda: changed(plain(), twice)
    yield "unigram-no-unknown", lambda: changed(plain(), lambda whole: whole["model"].update(unk_id=None))


def word_kinds():
    def words(pre_tokenizer, normalizer=None, **parts):
        trainer = trainers.WordLevelTrainer(vocab_size=400, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False)
        return lambda: trained(models.WordLevel(unk_token="[UNK]"), trainer, normalizer, pre_tokenizer, **parts)

    yield "smiles", words(split(SMILES, "removed", True), post_processor=template("[CLS]", "[SEP]"))
    for i, pattern in enumerate(ODD_EXPRESSIONS):
        yield f"expression {pattern}", words(split(pattern, BEHAVIORS[i % 5], i % 3 == 1), normalizers.Replace(Regex(pattern), "<>") if i % 4 == 3 else None)
    for behavior in BEHAVIORS:
        for invert in (False, True):
            yield f"split-{behavior}-{invert}", words(split(r"-|\d+", behavior, invert))
        yield f"literal-{behavior}", words(pre_tokenizers.Split("a.", behavior))
        yield f"punctuation-{behavior}", words(pre_tokenizers.Punctuation(behavior))
    yield "delimiter", words(pre_tokenizers.CharDelimiterSplit("e"), normalizers.Strip(left=True, right=False))
    yield "digits", words(pre_tokenizers.Sequence([pre_tokenizers.Digits(True), pre_tokenizers.Whitespace()]), normalizers.Strip())
    yield "fixed-length", words(pre_tokenizers.FixedLength(3), normalizers.Sequence([normalizers.NFKC(), normalizers.Strip(left=False)]))
    for name in ("NFC", "NFD", "NFKC", "NFKD", "StripAccents", "Lowercase", "Nmt"):
        yield f"normalizer-{name}", words(pre_tokenizers.FixedLength(2), getattr(normalizers, name)())
    yield "replacements", words(pre_tokenizers.FixedLength(2), normalizers.Sequence(
        [normalizers.Replace("a", "bcd"), normalizers.Replace(Regex("(?<=e)"), "_"), normalizers.Replace(Regex(r"\s+"), ""), normalizers.Prepend("__")]))


def with_added(tokenizer):
    """Added tokens with every flag, for the strings of added_strings."""
    tokenizer.add_tokens([
        AddedToken("bakery", single_word=True, normalized=False), AddedToken("Été", lstrip=True, rstrip=True, normalized=True),
        AddedToken("New York", single_word=True, normalized=True), AddedToken("ab", normalized=True), AddedToken("abcd", normalized=True)])
    tokenizer.add_special_tokens([
        special("<l>", lstrip=True), special("<r>", rstrip=True), special("<r> "), AddedToken("library", special=True, normalized=True), special("[SEP]")])
    return tokenizer


def all_kinds():
    """(name, a function that trains it)."""
    kinds = [*byte_level_kinds(), *spelled_kinds(), *unigram_kinds(), *word_kinds()]
    yield from kinds
    for name, make in kinds:
        if name in ("gpt2", "roberta-True", "llama2", "metaspace-first-True", "xlm-r", "byte-normalizer"):
            yield f"{name}-added", lambda make=make: with_added(make())
