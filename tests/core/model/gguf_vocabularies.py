"""Small vocabularies of every kind that GGUF files have, trained by the package `tokenizers`, written by the package `gguf`."""

import base64
import json
import random

import gguf
from charsmap import precompiled_charsmap
from tokenizer_kinds import GPT2, GPT4O, LLAMA3, corpus, special, split
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers.convert_slow_tokenizer import generate_merges

QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
QWEN35 = QWEN2.replace(r"?\p{L}+|", r"?[\p{L}\p{M}]+|").replace(r"[^\s\p{L}\p{N}]", r"[^\s\p{L}\p{M}\p{N}]")
TEKKEN = GPT4O.replace("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "").replace(r"\p{N}{1,3}", r"\p{N}")
# The letters with case of DeepSeek's own file, as it writes them.
DEEPSEEK_LETTERS = (
    "\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-\u1f7dᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-\u1fd3ῖ-\u1fdbῠ-Ῥῲ-ῴῶ-ῼ"
    "ℂℇℊ-ℓℕℙ-ℝℤ\u2126ℨ\u212a-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+")
DEEPSEEK_SIGNS = r"\s?[!-/:-~！-／：-～‘-‟　-。]+"
DEEPSEEK_IDEOGRAPHS = "[一-龥ࠀ-一가-퟿]+"
DEEPSEEK3_IDEOGRAPHS = "[一-龥぀-ゟ゠-ヿ]+"
DEEPSEEK3 = (r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|"""
             r"\s*[\r\n]+|\s+(?!\S)|\s+")


def byte_level(use_regex=False):
    return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex)


def splits(*expressions):
    return pre_tokenizers.Sequence([*(split(expression) for expression in expressions), byte_level()])


def digits():
    return pre_tokenizers.Sequence([pre_tokenizers.Digits(True), byte_level(True)])


def falcon():
    return pre_tokenizers.Sequence([pre_tokenizers.Punctuation("contiguous"), byte_level(True), pre_tokenizers.Digits(False), split("[0-9][0-9][0-9]")])


def default():
    return splits(r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", "[0-9][0-9][0-9]")


# name → pre-tokenizer, NFC, ignore_merges, whether a leading token is there where no key says so
CUTS = {
    "": (default, False, False, False),
    "default": (default, False, False, False),
    "gpt-2": (lambda: byte_level(True), False, False, False),
    "olmo": (lambda: byte_level(True), True, False, False),
    "smollm": (digits, False, False, False),
    "command-r": (digits, True, False, False),
    "falcon": (falcon, False, False, False),
    "llama-bpe": (lambda: splits(LLAMA3), False, True, True),
    "llama3": (lambda: splits(LLAMA3), False, True, True),
    "llama-v3": (lambda: splits(LLAMA3), False, True, True),
    "dbrx": (lambda: splits(LLAMA3), False, False, False),
    "qwen2": (lambda: splits(QWEN2), True, False, False),
    "qwen35": (lambda: splits(QWEN35), True, False, False),
    "gpt-4o": (lambda: splits(GPT4O), False, False, False),
    "tekken": (lambda: splits(TEKKEN), False, True, True),
    "deepseek-llm": (lambda: splits(r"[\r\n]", DEEPSEEK_LETTERS, DEEPSEEK_SIGNS, r"\s+$", DEEPSEEK_IDEOGRAPHS, r"\p{N}+"), False, False, False),
    "deepseek-coder": (lambda: splits(r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", DEEPSEEK_IDEOGRAPHS, r"\p{N}"), False, False, False),
    "deepseek-v3": (lambda: splits(r"\p{N}{1,3}", DEEPSEEK3_IDEOGRAPHS, DEEPSEEK3), False, False, False),
}


def train(model, trainer, normalizer, pre_tokenizer):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.train_from_iterator(corpus(random.Random(3)), trainer)
    return tokenizer


def template(begin, end="", separator=""):
    """begin A end, begin B end, or end separator B end: (text, id) each, or nothing."""
    def piece(token, segment=0):
        return f" {token[0]}:{segment}" if token else ""
    second = 0 if separator else 1
    pair_begin = piece(separator) if separator else piece(begin, second)
    tokens = {token for token in (begin, end, separator) if token}
    return processors.TemplateProcessing(f"{piece(begin)} $A:0{piece(end)}".strip(),
                                         f"{piece(begin)} $A:0{piece(end)}{pair_begin} $B:{second}{piece(end, second)}".strip(), list(tokens))


def write(path, kind, tokens, types, **keys):
    """keys: of tokenizer.ggml; lists of numbers and texts as arrays."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tokenizer_model(kind)
    writer.add_token_list(tokens)
    if types is not None:
        writer.add_token_types(types)
    for key, value in keys.items():
        if isinstance(value, bool):
            writer.add_bool(f"tokenizer.ggml.{key}", value)
        elif isinstance(value, int):
            writer.add_uint32(f"tokenizer.ggml.{key}", value)
        elif isinstance(value, str):
            writer.add_string(f"tokenizer.ggml.{key}", value)
        else:
            writer.add_array(f"tokenizer.ggml.{key}", value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def in_order(tokenizer):
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=vocabulary.get)


def byte_level_kind(name, ends=False, separates=False, typed=True):
    make_cuts, composes, ignores_merges, begins = CUTS[name]

    def make(path):
        trainer = trainers.BpeTrainer(vocab_size=900, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                      special_tokens=["<|begin|>", "<|end|>"])
        tokenizer = train(models.BPE(), trainer, normalizers.NFC() if composes else None, make_cuts())
        document = json.loads(tokenizer.to_str())
        document["model"]["ignore_merges"] = ignores_merges
        merges = document["model"]["merges"]
        if ignores_merges:  # words that no merges make
            for word in ("Ġlibrary", "1234", "bakery"):
                document["model"]["vocab"].setdefault(word, len(document["model"]["vocab"]))
        tokenizer = Tokenizer.from_str(json.dumps(document))
        tokenizer.decoder = decoders.ByteLevel()
        if separates:
            tokenizer.add_special_tokens([special("<mask>", lstrip=True)])
        if typed:
            tokenizer.add_tokens([AddedToken(text, special=False, normalized=False) for text in ("<think>", "</think>", "  ", "☃☃")])
        tokens = in_order(tokenizer)
        types = [3 if token in ("<|begin|>", "<|end|>", "<mask>") else 4 if token in ("<think>", "</think>", "  ", "☃☃") else 1 for token in tokens]
        keys = {"merges": [" ".join(merge) for merge in merges], "bos_token_id": 0, "eos_token_id": 1}
        if name:
            keys["pre"] = name
        if ends:
            keys |= {"add_bos_token": not begins, "add_eos_token": True}
        if separates:
            keys |= {"seperator_token_id": 1, "add_sep_token": True, "mask_token_id": tokens.index("<mask>")}
        write(path, "gpt2", tokens, types if typed else None, **keys)
        begin, end = ("<|begin|>", 0), ("<|end|>", 1)
        first = begins != ends
        if first or ends:
            tokenizer.post_processor = template(begin if first else "", end if ends else "", end if separates else "")
        return tokenizer

    return make


def scores_of(tokens, merges, generator, ties):
    """As a trainer gives them: the earlier a merge the better, single characters last."""
    rank = {"".join(merge): i for i, merge in reversed(list(enumerate(merges)))}
    scores = [-float(rank.get(token, len(merges) + i)) for i, token in enumerate(tokens)]
    return [float(generator.randrange(-5, 0)) for _ in scores] if ties else scores


def sentence_piece_kind(prefix, bytes_there=True, ends=False, ties=False, silent=False, marked=False):
    def make(path):
        spaces = normalizers.Replace(" ", "▁")
        trainer = trainers.BpeTrainer(vocab_size=700, limit_alphabet=80, show_progress=False, special_tokens=["<unk>", "<s>", "</s>"])
        trained = train(models.BPE(), trainer, spaces, pre_tokenizers.Split("▁", "merged_with_next"))
        document = json.loads(trained.to_str())
        user_defined = ["<think>", "▁▁", "▁▁▁", "\t\t"] if marked else ["<think>", "  ", "   ", "    ", "\t\t"]
        codes = [f"<0x{byte:02X}>" for byte in range(256)] if bytes_there else []
        pieces = [token for token in in_order(trained)[3:] if token not in user_defined]
        tokens = ["<unk>", "<s>", "</s>", *codes, *user_defined, *pieces]
        scores = scores_of(tokens, document["model"]["merges"], random.Random(4), ties)
        plain = set(tokens[:3]) | set(codes)
        vocabulary = {token: i for i, token in enumerate(tokens)}
        merges = generate_merges(vocabulary, dict(zip(tokens, scores)), plain)
        tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), spaces]) if prefix else spaces
        parts = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        tokenizer.decoder = decoders.Sequence(parts if prefix else parts[:3])
        tokenizer.add_special_tokens([special(token) for token in tokens[:3]])
        tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in user_defined])
        types = [2, 3, 3] + [6] * len(codes) + [4] * len(user_defined) + [1] * len(pieces)
        keys = {"scores": scores}
        if not silent:  # then the kind's own rules
            keys |= {"bos_token_id": 1, "eos_token_id": 2, "unknown_token_id": 0, "add_bos_token": True, "add_eos_token": ends, "add_space_prefix": prefix}
        write(path, "llama", tokens, types, **keys)
        tokenizer.post_processor = template(("<s>", 1), ("</s>", 2) if ends else "")
        return tokenizer

    return make


def write_bert(path, tokens, specials, typed=True, **keys):
    spelled = [token if token in specials else token[2:] if token.startswith("##") else "▁" + token for token in tokens]
    ids = {"unknown": "[UNK]", "seperator": "[SEP]", "mask": "[MASK]", "cls" if typed else "bos": "[CLS]"}
    keys |= {f"{name}_token_id": tokens.index(token) for name, token in ids.items()}
    write(path, "bert", spelled, [3 if token in specials else 1 for token in tokens] if typed else None, **keys)


def word_piece_kind(lowercase=None, bracketed=False):
    def make(path):
        specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        normalizer = normalizers.BertNormalizer(lowercase=lowercase is not False)
        trainer = trainers.WordPieceTrainer(vocab_size=800, limit_alphabet=120, show_progress=False, special_tokens=specials)
        tokenizer = train(models.WordPiece(unk_token="[UNK]"), trainer, normalizer, pre_tokenizers.BertPreTokenizer())
        tokenizer.decoder = decoders.WordPiece()
        tokenizer.add_special_tokens([special(token) for token in specials[1:]] if bracketed else [special(token) for token in specials])
        tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
        tokens = in_order(tokenizer)
        write_bert(path, tokens, specials, typed=not bracketed, **({} if lowercase is None else {"normalizer.lowercase": lowercase}))
        return tokenizer

    return make


def unigram_kind(prefix=True, roberta=False, maps=True, bytes_there=False):
    def make(path):
        trainer = trainers.UnigramTrainer(vocab_size=500, unk_token="<unk>", special_tokens=["<pad>", "</s>", "<unk>", "<s>"], show_progress=False)
        trained = train(models.Unigram(), trainer, None, pre_tokenizers.Metaspace())
        entries = [tuple(entry) for entry in json.loads(trained.to_str())["model"]["vocab"]]
        lowest = min(score for _, score in entries[4:])
        types = [3, 3, 2, 3] + [1] * (len(entries) - 4)
        if bytes_there:
            entries += [(f"<0x{byte:02X}>", 0.0) for byte in range(256)]
            types += [6] * 256
        scores = [score for _, score in entries] + [0.0, -10000.0]
        scores.append(0.0)
        types += [4, 5, 3]
        entries += [("<think>", 0.0), ("[PAD901]", lowest), ("<mask>", 0.0)]
        tokenizer = Tokenizer(models.Unigram(entries, 2, bytes_there))
        steps = [normalizers.Strip(), normalizers.Replace(Regex(" {2,}"), " ")]
        if maps:
            holder = {"version": "1.0", "added_tokens": [], "model": {"type": "BPE", "vocab": {}, "merges": []},
                      "normalizer": {"type": "Precompiled", "precompiled_charsmap": precompiled_charsmap()}}
            steps.insert(0, Tokenizer.from_str(json.dumps(holder)).normalizer)
        tokenizer.normalizer = normalizers.Sequence(steps)
        scheme = {"prepend_scheme": "always" if prefix else "never", "split": False}
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(**scheme)
        spaces = decoders.Metaspace(**scheme)
        tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), spaces]) if bytes_there else spaces
        tokenizer.add_special_tokens([special(token) for token in ("<pad>", "</s>", "<unk>", "<s>")])
        tokenizer.add_special_tokens([special("<mask>", lstrip=roberta)])
        tokenizer.add_tokens([AddedToken("<think>", special=False, normalized=False)])
        keys = {"scores": scores, "remove_extra_whitespaces": True, "add_space_prefix": prefix}
        if maps:
            keys["precompiled_charsmap"] = base64.b64decode(precompiled_charsmap())
        if roberta:
            keys |= {"mask_token_id": len(entries) - 1, "bos_token_id": 3, "eos_token_id": 1, "unknown_token_id": 2, "seperator_token_id": 1, "add_bos_token": True, "add_sep_token": True}
        write(path, "t5", [text for text, _ in entries], types, **keys)
        end = ("</s>", 1)
        tokenizer.post_processor = template(("<s>", 3), end, end) if roberta else template("", end)
        return tokenizer

    return make


def all_kinds():
    """(name, a function that writes the file and returns the package's tokenizer)."""
    for name in CUTS:
        yield f"gpt2 {name}", byte_level_kind(name)
    yield "gpt2 ends", byte_level_kind("gpt-2", ends=True)
    yield "gpt2 llama ends alone", byte_level_kind("llama-bpe", ends=True)
    yield "gpt2 roberta", byte_level_kind("gpt-2", ends=True, separates=True)
    yield "gpt2 without types", byte_level_kind("gpt-2", typed=False)
    yield "llama", sentence_piece_kind(True)
    yield "llama silent", sentence_piece_kind(True, silent=True)
    yield "llama gemma", sentence_piece_kind(False)
    yield "llama no bytes", sentence_piece_kind(True, bytes_there=False)
    yield "llama ends", sentence_piece_kind(True, ends=True)
    yield "llama marked spaces", sentence_piece_kind(False, marked=True)
    yield "llama ties", sentence_piece_kind(False, ties=True)
    yield "bert", word_piece_kind()
    yield "bert older", word_piece_kind(bracketed=True)
    yield "bert cased", word_piece_kind(lowercase=False)
    yield "bert lower", word_piece_kind(lowercase=True)
    yield "t5", unigram_kind()
    yield "t5 roberta", unigram_kind(roberta=True)
    yield "t5 bare", unigram_kind(prefix=False, maps=False)
    yield "t5 bytes", unigram_kind(bytes_there=True)
