"""What language models expect next, or at a mask, as the shipped program reports it, against
transformers on small random models with trained tokenizers.

    python prediction_test.py PROGRAM [unittest arguments]
"""
import json
import os
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
warnings.filterwarnings("ignore")
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForMaskedLM

import shipped_program
from shipped_program import InFolder

TEXT = "The quick brown fox jumps over the lazy dog, and 잠 sleeps 😀."
CORPUS = [TEXT, "The bakery is between the school and the library.", "A dog sleeps over the fox."] * 3
SIZES = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
             max_position_embeddings=128)


def byte_level(corpus=CORPUS, every_byte=True) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    tokenizer.train_from_iterator(corpus, trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<|endoftext|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet() if every_byte else []))
    return tokenizer


def word_piece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(
        vocab_size=160, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")])
    return tokenizer


class Predictions(InFolder):
    def save(self, name, kind, tokenizer, auto, seed=0, **config):
        torch.manual_seed(seed)
        model = auto.from_config(AutoConfig.for_model(
            kind, vocab_size=config.pop("vocab_size", tokenizer.get_vocab_size()), **SIZES | config)).eval()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(3)  # not all tokens alike
        folder = self.path(name)
        model.save_pretrained(folder)
        tokenizer.save(str(Path(folder) / "tokenizer.json"))
        return folder, model

    def report(self, *arguments):
        self.ok(*arguments, "--output", self.path("r.json"))
        return json.loads(Path(self.path("r.json")).read_text())

    def check(self, place, logits, tokenizer):
        """The five likeliest of one row of logits."""
        probabilities = torch.softmax(logits.double(), -1)
        top = torch.topk(logits, 5)
        self.assertEqual(len(place["top"]), 5)
        for entry, value, index in zip(place["top"], top.values, top.indices):
            self.assertEqual(entry["id"], index.item())
            self.assertEqual(entry["text"], tokenizer.id_to_token(entry["id"]) or f"<{entry['id']}>")
            self.assertAlmostEqual(entry["logit"], value.item(), delta=2e-4 * max(1, abs(value.item())))
            self.assertAlmostEqual(entry["probability"], probabilities[index].item(), delta=2e-4)

    def test_decoders_say_what_comes_next(self):
        tokenizer = byte_level()
        ids = torch.tensor([tokenizer.encode(TEXT).ids])
        for kind, more in (("gpt2", dict(n_embd=32, n_layer=2, n_head=4, n_inner=48)),
                           ("llama", dict(num_key_value_heads=2, vocab_size=333)),  # a padded table
                           ("qwen2", dict(num_key_value_heads=1, tie_word_embeddings=True)),
                           ("gemma2", dict(num_key_value_heads=2, head_dim=8, query_pre_attn_scalar=8))):
            with self.subTest(kind):
                folder, model = self.save(kind, kind, tokenizer, AutoModelForCausalLM, **more)
                report = self.report("--model", folder, "--text", TEXT)
                with torch.no_grad():
                    theirs = model(input_ids=ids, labels=ids)
                self.assertEqual(len(report["predictions"]), ids.shape[1])
                for position, place in enumerate(report["predictions"]):
                    self.assertEqual(place["position"], position)
                    self.check(place, theirs.logits[0, position], tokenizer)
                loss = theirs.loss.item()
                self.assertAlmostEqual(report["text_nll"], loss, delta=1e-4 * max(1, loss))

    def test_one_token_has_no_surprise(self):
        tokenizer = byte_level()
        folder, _ = self.save("gpt2", "gpt2", tokenizer, AutoModelForCausalLM, n_embd=32, n_layer=2, n_head=4, n_inner=48)
        report = self.report("--model", folder, "--text", "T")
        self.assertIsNone(report["text_nll"])
        self.assertEqual(len(report["predictions"]), 1)

    def test_encoders_say_what_stands_under_a_mask(self):
        tokenizer = word_piece()
        encoded = tokenizer.encode(TEXT)
        for kind, more in (("bert", {}), ("modernbert", dict(global_attn_every_n_layers=2, pad_token_id=0,
                                                             bos_token_id=2, eos_token_id=3, cls_token_id=2,
                                                             sep_token_id=3)),
                           ("distilbert", dict(dim=32, n_layers=2, n_heads=4, hidden_dim=48))):
            with self.subTest(kind):
                folder, model = self.save(kind, kind, tokenizer, AutoModelForMaskedLM, **more)
                plain = self.report("--model", folder, "--text", TEXT)
                self.assertEqual(plain["predictions"], [])
                self.assertIsNone(plain["text_nll"])
                report = self.report("--model", folder, "--text", TEXT, "--mask", "4")
                ids = list(encoded.ids)
                ids[4] = tokenizer.token_to_id("[MASK]")
                self.assertEqual([token["id"] for token in report["tokens"]], ids)
                self.assertEqual(report["tokens"][4]["text"], "[MASK]")
                with torch.no_grad():
                    logits = model(input_ids=torch.tensor([ids])).logits[0, 4]
                self.assertEqual([place["position"] for place in report["predictions"]], [4])
                self.check(report["predictions"][0], logits, tokenizer)
                self.assertIsNone(report["text_nll"])

    def test_masks_that_cannot_be(self):
        tokenizer = word_piece()
        folder, _ = self.save("bert", "bert", tokenizer, AutoModelForMaskedLM)
        n_tokens = len(tokenizer.encode(TEXT).ids)
        self.refused("--model", folder, "--text", TEXT, "--mask", str(n_tokens),
                     says=f"0 to {n_tokens - 1}")
        self.refused("--model", folder, "--text", TEXT, "--mask", "-1", says="--mask -1")
        self.refused("--model", folder, "--text", TEXT, "--mask", "fox", says="--mask fox")
        decoder, _ = self.save("gpt2", "gpt2", byte_level(), AutoModelForCausalLM, n_embd=32, n_layer=2,
                               n_head=4, n_inner=48)
        self.refused("--model", decoder, "--text", TEXT, "--mask", "1", says="knows no mask")
        self.refused(shipped_program.CAPTURE, "--mask", "1", says="capture")

    def refused(self, *arguments, says):
        self.fails(2, *arguments, "--output", self.path("never.json"), says=says)
        self.assertFalse(Path(self.path("never.json")).exists())

    def continued(self, folder, text, n, *options):
        script = Path(self.path("script.txt"))
        script.write_text("continue\n" * n)
        self.ok("--model", folder, "--text", text, *options, "--script", str(script), "--output",
                self.path("c.json"))
        return json.loads(Path(self.path("c.json")).read_text())

    def test_bytes_that_are_no_text_are_not_written(self):
        # Of random weights: bytes follow each other that make no character.
        folder, _ = self.save("gpt2", "gpt2", byte_level(), AutoModelForCausalLM, seed=5, n_embd=32, n_layer=2,
                              n_head=4, n_inner=48)
        script = Path(self.path("script.txt"))
        script.write_text("continue\n")
        self.fails(2, "--model", folder, "--text", "The quick", "--script", str(script), "--output",
                   self.path("n.json"), says=["bytes that are no character (0x", "no text can hold"])

    def test_a_text_goes_on(self):
        tokenizer = byte_level(CORPUS[1:3], every_byte=False)
        folder, model = self.save("gpt2", "gpt2", tokenizer, AutoModelForCausalLM, seed=5, n_embd=32,
                                  n_layer=2, n_head=4, n_inner=48)
        ids = tokenizer.encode("The bakery").ids
        for _ in range(3):
            with torch.no_grad():
                row = model(input_ids=torch.tensor([ids])).logits[0, -1]
            text = tokenizer.decode([*ids, row.argmax().item()])
            ids = tokenizer.encode(text).ids
        seen = self.continued(folder, "The bakery", 3)
        self.assertEqual("".join(self.texts(seen, tokenizer)), text)
        # Drawn: seeded, and not always the likeliest.
        drawn = [self.texts(self.continued(folder, "The bakery", 3, "--sample-temperature", "2", "--seed", seed),
                            tokenizer) for seed in ("1", "1", "2", "3")]
        self.assertEqual(drawn[0], drawn[1])
        self.assertGreater(len({"".join(each) for each in drawn}), 1)

    def texts(self, report, tokenizer):
        return [tokenizer.decode([token["id"] for token in report["tokens"]])]

    def test_what_does_not_write(self):
        folder, _ = self.save("bert", "bert", word_piece(), AutoModelForMaskedLM)
        script = Path(self.path("script.txt"))
        script.write_text("continue\n")
        for arguments, says in ((("--model", folder, "--text", TEXT), "does not write"),
                                ((shipped_program.CAPTURE,), "capture")):
            self.fails(2, *arguments, "--script", str(script), "--output", self.path("n.json"), says=says)


if __name__ == "__main__":
    shipped_program.main()
