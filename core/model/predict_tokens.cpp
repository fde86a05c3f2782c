#include "core/model/predict_tokens.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/text/aligned_text.h"
#include "core/text/byte_alphabet.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

constexpr std::size_t k_n_top = 5;
constexpr std::int64_t k_most_logits = std::int64_t{1} << 24U;  // at a time: 128 MiB in F64

// How masked language models spell it.
constexpr std::array k_masks = {"[MASK]", "<mask>", "<|mask|>"};

/// [n_rows, vocabulary_size] in F64: the least of a hundred thousand probabilities count.
at::Tensor log_probabilities(const at::Tensor& logits) { return at::log_softmax(logits, -1); }

at::Tensor logits_of(const Transformer& model, const at::Tensor& rows) {
  return model.logits(rows).to(at::kCPU, at::kDouble);
}

ExpectedToken expected(const Tokenizer& tokenizer, std::int64_t id, double logit,
                       double log_probability) {
  ExpectedToken token{
      .id = id, .text = {}, .name = {}, .logit = logit, .probability = std::exp(log_probability)};
  if (const auto known = tokenizer.find_token(id)) {
    token.text = known->text;
    token.name = name_of(*known);
    if (token.name.find("\xEF\xBF\xBD") != std::string::npos) {
      token.name = byte_name(token.text);
    }
  } else {
    // Tables of embeddings are padded to round numbers.
    token.text = token.name = fmt::format("<{}>", id);
  }
  return token;
}

/// The likeliest of one row; topk alone does not say which of equals it takes.
std::vector<ExpectedToken> likeliest(const Tokenizer& tokenizer, const at::Tensor& logits,
                                     const at::Tensor& log_probability) {
  const double* values = logits.const_data_ptr<double>();
  // Of equals the lower id came first and stays before.
  std::vector<std::int64_t> best;
  for (std::int64_t id = 0; id < logits.size(0); ++id) {
    if (best.size() == k_n_top && !(values[id] > values[best.back()])) {
      continue;
    }
    const auto place = std::find_if(best.begin(), best.end(),
                                    [&](std::int64_t other) { return values[id] > values[other]; });
    best.insert(place, id);
    best.resize(std::min(best.size(), k_n_top));
  }
  std::vector<ExpectedToken> top;
  for (const std::int64_t id : best) {
    top.push_back(
        expected(tokenizer, id, values[id], log_probability.const_data_ptr<double>()[id]));
  }
  return top;
}

}  // namespace

std::string byte_name(const std::string& spelling) {
  // "<0xBC>": a byte that SentencePiece's vocabularies fall back on.
  constexpr std::size_t k_fallback = 6;
  if (spelling.size() == k_fallback && spelling.starts_with("<0x") && spelling.ends_with('>')) {
    return spelling.substr(1, k_fallback - 2);
  }
  std::string name;
  for (const char32_t c : to_aligned_text(spelling).characters) {
    const auto byte = find_byte(c);
    if (!byte) {
      return spelling;
    }
    name += fmt::format("{}0x{:02X}", name.empty() ? "" : " ", *byte);
  }
  return name;
}

Expectations expect_next(const Transformer& model, const Tokenizer& tokenizer, const Tokens& tokens,
                         const at::Tensor& stream, const Watch& watch) {
  const auto n = static_cast<std::int64_t>(tokens.size());
  const std::int64_t n_rows =
      std::max<std::int64_t>(1, k_most_logits / model.config().vocabulary_size);
  Expectations all;
  double sum = 0;
  for (std::int64_t first = 0; first < n; first += n_rows) {
    watch.check();
    const at::Tensor logits =
        logits_of(model, stream.slice(0, first, std::min(n, first + n_rows))).contiguous();
    const at::Tensor log_probability = log_probabilities(logits);
    for (std::int64_t row = 0; row < logits.size(0); ++row) {
      Expectation place{
          .position = static_cast<int>(first + row), .top = {}, .surprise = {}, .stood = {}};
      place.top = likeliest(tokenizer, logits[row], log_probability[row]);
      if (const auto next = static_cast<std::size_t>(first + row + 1); next < tokens.size()) {
        place.surprise = -log_probability[row][tokens[next].id.value()].item<double>();
        place.stood = name_of(tokens[next]);
        sum += *place.surprise;
      }
      all.places.push_back(std::move(place));
    }
  }
  if (n > 1) {
    all.text_nll = sum / static_cast<double>(n - 1);
  }
  return all;
}

Expectations expect_masked(const Transformer& model, const Tokenizer& tokenizer,
                           const at::Tensor& stream, int position, const Token& original) {
  const at::Tensor logits = logits_of(model, stream.slice(0, position, position + 1))[0];
  Expectation place{.position = position, .top = {}, .surprise = {}, .stood = {}};
  const at::Tensor log_probability = log_probabilities(logits).contiguous();
  place.top = likeliest(tokenizer, logits.contiguous(), log_probability);
  place.stood = name_of(original);
  place.surprise = -log_probability[original.id.value()].item<double>();
  return {.places = {std::move(place)}, .text_nll = {}};
}

Token put_mask(const Transformer& model, const Tokenizer& tokenizer, int position, Tokens& tokens) {
  if (model.config().causal) {
    throw UsageError("--mask: " + model.config().architecture +
                     " reads from left to right and knows no mask; the report's predictions and "
                     "the inspector say what it expects after each token");
  }
  if (position < 0 || position >= static_cast<int>(tokens.size())) {
    throw UsageError(fmt::format("--mask {}: the text has {} tokens, 0 to {}", position,
                                 tokens.size(), tokens.size() - 1));
  }
  for (const char* spelling : k_masks) {
    const auto id = tokenizer.find_id(spelling);
    if (!id || *id >= model.config().vocabulary_size) {
      continue;
    }
    Token& token = tokens[static_cast<std::size_t>(position)];
    const Token original = token;
    token.id = id;
    token.text = spelling;
    token.reading.clear();
    token.special = true;
    token.continuation = false;
    token.part = token.n_parts = 0;
    return original;
  }
  throw UsageError("--mask: the model's tokenizer has no mask ([MASK] or <mask>)");
}

std::int64_t next_token(const Transformer& model, const at::Tensor& stream, const NextToken& how) {
  const std::int64_t n = stream.size(0);
  const at::Tensor logits = logits_of(model, stream.slice(0, n - 1, n))[0].contiguous();
  const double* values = logits.const_data_ptr<double>();
  if (how.temperature <= 0) {
    return std::max_element(values, values + logits.size(0)) - values;
  }
  const at::Tensor weights = at::softmax(logits / how.temperature, -1).contiguous();
  const double* weight = weights.const_data_ptr<double>();
  Random random(how.seed + static_cast<std::uint64_t>(n));
  double left = random.uniform();
  std::int64_t chosen = 0;
  for (std::int64_t id = 0; id < weights.size(0) && left >= 0; ++id) {
    if (weight[id] > 0) {
      chosen = id;
      left -= weight[id];
    }
  }
  return chosen;
}

}  // namespace baryscope
