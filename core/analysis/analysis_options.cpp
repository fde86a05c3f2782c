#include "core/analysis/analysis_options.h"

#include <limits>
#include <string>
#include <utility>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/model_library.h"
#include "core/analysis/placement.h"
#include "core/analysis/score_list.h"
#include "core/base/byte_count.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/options/option_row.h"

namespace baryscope {
namespace {

constexpr double k_largest_int = std::numeric_limits<int>::max();
/// Every whole number up to here is exact in JSON readers that know only doubles.
constexpr double k_largest_seed = 9007199254740991.0;

OptionSpec choice_row(std::string id, std::vector<std::string> choices, std::string group,
                      std::string help) {
  OptionSpec spec = option_row(std::move(id), OptionType::choice, choices.front(), std::move(group),
                               std::move(help));
  spec.choices = std::move(choices);
  return spec;
}

OptionSpec integer_row(std::string id, std::string default_value, double minimum, double maximum,
                       std::vector<std::string> words, std::string group, std::string help) {
  OptionSpec spec = option_row(std::move(id), OptionType::integer, std::move(default_value),
                               std::move(group), std::move(help));
  spec.minimum = minimum;
  spec.maximum = maximum;
  spec.choices = std::move(words);
  return spec;
}

struct Window {
  int first = 0;
  int second = 0;
};

[[noreturn]] void refuse_window(std::string_view value) {
  throw UsageError("--window " + std::string(value) +
                   ": expected none, a width W from 1 to 2147483647 (the same for every key), or "
                   "W1xW2, such as 512x32");
}

int window_width(std::string_view text, std::string_view whole) {
  const auto width = find_integer(text);
  if (!width || *width < 1 || *width > std::numeric_limits<int>::max()) {
    refuse_window(whole);
  }
  return static_cast<int>(*width);
}

/// Nothing for `none`.
std::optional<Window> window_of(std::string_view value) {
  if (value == "none") {
    return std::nullopt;
  }
  const std::size_t cross = value.find('x');
  if (cross == std::string_view::npos) {
    const int width = window_width(value, value);
    return Window{width, width};
  }
  return Window{window_width(value.substr(0, cross), value),
                window_width(value.substr(cross + 1), value)};
}

std::string canonical_window(std::string_view value) {
  const auto window = window_of(value);
  if (!window) {
    return "none";
  }
  return to_text(static_cast<std::int64_t>(window->first)) + "x" +
         to_text(static_cast<std::int64_t>(window->second));
}

Selector query_selector(std::string_view value) {
  Selector selector;
  if (value == "auto") {
    return selector;
  }
  if (value == "all") {
    selector.kind = Selector::Kind::all;
    return selector;
  }
  if (const auto position = find_integer(value)) {
    if (*position < 0 || *position > std::numeric_limits<int>::max()) {
      throw UsageError("--query " + std::string(value) +
                       ": a position is a whole number from 0; =" + std::string(value) +
                       " names the token of that text");
    }
    selector.kind = Selector::Kind::index;
    selector.index = static_cast<int>(*position);
    return selector;
  }
  if (value.starts_with('=')) {
    value.remove_prefix(1);
  }
  if (value.empty()) {
    throw UsageError(
        "--query: expected a position, a token's text (=text forces text), auto or all");
  }
  selector.kind = Selector::Kind::text;
  selector.text = value;
  return selector;
}

std::string canonical_query(std::string_view value) {
  const Selector selector = query_selector(value);
  return selector.kind == Selector::Kind::index ? to_text(static_cast<std::int64_t>(selector.index))
                                                : std::string(value);
}

void append_input(std::vector<OptionSpec>& rows) {
  OptionSpec model =
      option_row("model", OptionType::text, "minilm", "input",
                 "The model that reads the text: a model folder, a GGUF file, a capture "
                 "(*.safetensors), a shipped name, org/name from the local Hugging Face cache, or "
                 "ollama/NAME[:TAG] from Ollama's store.");
  model.value_name = "MODEL";
  rows.push_back(std::move(model));
  rows.push_back(option_row("text", OptionType::text,
                            "The bakery is between the school and the library", "input",
                            "The text to read."));
  rows.push_back(option_row("text-file", OptionType::path, "", "input",
                            "A UTF-8 file to read the text from; - is standard input."));
  rows.push_back(
      option_row("text-b", OptionType::text, "", "input",
                 "A second sentence, for models that read pairs: [CLS] text [SEP] text-b [SEP]."));
  rows.push_back(choice_row("special-in-text", {"plain", "parse"}, "input",
                            "Whether special tokens that the text spells, such as [MASK] or </s>, "
                            "are text like any other (plain) or these tokens (parse)."));
  rows.push_back(integer_row("mask", "none", 0, k_largest_int, {"none"}, "input",
                             "A position whose token the model reads as its mask, [MASK]: the "
                             "report's predictions say what it expects there. For encoders."));
  rows.push_back(integer_row("layer", "auto", 0, k_largest_int, {"auto", "all"}, "head",
                             "The transformer layer, counted from 0; auto takes the head that says "
                             "most: mass on distant content tokens × (1 − normalised entropy)."));
  rows.push_back(integer_row("head", "auto", 0, k_largest_int, {"auto", "all"}, "head",
                             "The attention head, counted from 0; auto takes the head that says "
                             "most, all gives one result a head."));
}

void append_mechanism(std::vector<OptionSpec>& rows) {
  std::vector<std::string> names = {"auto"};
  for (const MechanismInfo& info : mechanisms()) {
    names.push_back(info.name);
  }
  const std::string group = "mechanism";
  rows.push_back(choice_row("mechanism", std::move(names), group,
                            "How queries, keys and values become an output; auto is the model's "
                            "or the capture's own, else pairwise."));
  rows.push_back(
      choice_row("causal", {"auto", "on", "off"}, group,
                 "Whether a query i sees only keys j ≤ i; auto is what the model does."));
  OptionSpec window =
      option_row("window", OptionType::text, "none", group,
                 "How far back a query i sees: i − W1 < j ≤ i, and i − W2 < k ≤ i for "
                 "further keys; W means WxW.");
  window.value_name = "W1xW2";
  window.parse = canonical_window;
  rows.push_back(std::move(window));
  rows.push_back(choice_row("window-anchor", {"query", "key"}, group,
                            "Where the second window ends: at the query (i − W2 < k ≤ i) or at the "
                            "first key (j − W2 < k ≤ j)."));
  OptionSpec lambda =
      option_row("lambda", OptionType::number, "auto", group,
                 "λ of differential attention, w = P − λP'; learned takes the model's "
                 "own, auto too where it has one, else 0.8.");
  lambda.choices = {"auto", "learned"};
  rows.push_back(std::move(lambda));
  rows.push_back(choice_row(
      "score", triple_score_names(), group,
      "How a triple is scored: trilinear Σ_l q k k'/√d, determinant det[q; k; k'] of chunks of 3, "
      "unsigned-triple, strassen (q·k + q·k' + k·k')/√d, rank-one (q·k + q·k')/√d."));
  rows.push_back(integer_row("order", "2", 1, 4, {}, group,
                             "How many keys a tuple of n-order attention has: 1 is pairwise, 2 is "
                             "2-simplicial."));
  rows.push_back(choice_row(
      "key-prime", {"auto", "own", "key", "shifted-key", "previous-layer", "next-head"}, group,
      "Where K' comes from; what a pairwise model lacks is borrowed as a lens. auto: own if the "
      "model has it, else previous-layer (layer 0: next-head)."));
  rows.push_back(choice_row("value-prime", {"auto", "own", "value", "ones", "next-head"}, group,
                            "Where V' comes from; auto: own if the model has it, else value."));
  rows.push_back(choice_row(
      "second-query-key", {"auto", "own", "next-head", "previous-layer", "negated"}, group,
      "Where Q₂ and K₂ of differential attention come from; negated is (−Q, K). auto: own if the "
      "model has them, else next-head."));
  rows.push_back(choice_row("negative-value", {"negated", "own"}, group,
                            "What a negative score carries in dipole attention: −V, or the "
                            "capture's own value_2."));
  rows.push_back(
      option_row("key-bias", OptionType::flag, "off", group, "Adds 1/d to K' (K' += 1/d)."));
  rows.push_back(
      option_row("value-bias", OptionType::flag, "off", group, "Adds 1 to V' (V' += 1)."));
  rows.push_back(option_row("output-scaling", OptionType::flag, "off", group,
                            "Puts 1/√d on the output in place of the score."));
  OptionSpec temperature = option_row("temperature", OptionType::number, "1", group,
                                      "Divides the scores, s/T: below 1 sharper, above 1 flatter.");
  temperature.minimum = 0;
  temperature.minimum_exclusive = true;
  rows.push_back(std::move(temperature));
  rows.push_back(choice_row("select", {"none", "indexer", "indexer-softmax", "previous-layer"},
                            group,
                            "Keeps only the best keys of each query: by an indexer Σ_h w_h "
                            "ReLU(q·k), its softmax variant, or the previous layer's weights."));
  OptionSpec keep =
      integer_row("keep", "32", 1, k_largest_int, {}, group, "How many keys select keeps a query.");
  keep.value_name = "K";
  rows.push_back(std::move(keep));
  rows.push_back(option_row("a-plus", OptionType::number, "1", group,
                            "a₊ of dipole-v2: the factor of softmax(s)·V."));
  rows.push_back(option_row("a-minus", OptionType::number, "1", group,
                            "a₋ of dipole-v2: the factor of softmax(−s)·V₂."));
  rows.push_back(option_row("affine-a", OptionType::number, "2", group,
                            "a of affine attention, w = a·softmax(s) + b."));
  rows.push_back(option_row("affine-b", OptionType::number, "-1", group,
                            "b of affine attention, w = a·softmax(s) + b."));
}

void append_result(std::vector<OptionSpec>& rows) {
  OptionSpec query =
      option_row("query", OptionType::text, "auto", "head",
                 "The token that reads: a position, a token's text (=text forces text), "
                 "auto (the content token whose row says most) or all.");
  query.value_name = "TOKEN";
  query.parse = canonical_query;
  rows.push_back(std::move(query));
  rows.push_back(integer_row("top", "16", 1, k_largest_int, {}, "view",
                             "How many of the heaviest edges and triangles a query are drawn and "
                             "reported."));
  rows.push_back(choice_row("place-by", placement_names(), "view",
                            "Which vectors place the tokens, by their three principal axes; "
                            "outside: the values, with the way from the hull to the output for the "
                            "first axis."));
  rows.push_back(option_row("dense", OptionType::flag, "off", "run",
                            "Also reports every weight, for texts of up to 64 tokens."));
  rows.push_back(option_row("force", OptionType::flag, "off", "run",
                            "Runs a request above the limit of 10¹² multiply-adds."));
  rows.push_back(choice_row("device", {"auto", "cpu", "cuda"}, "run",
                            "Where the computation runs; auto takes a GPU where there is one."));
  rows.push_back(integer_row("threads", "auto", 1, 1024, {"auto"}, "run",
                             "How many processor threads compute."));
  rows.push_back(byte_count_row(
      "cache", "4G", "run",
      "How many bytes models and captures may keep in memory, as 512M or 4G (powers of 1024): of a "
      "larger model the layers come and go as they are needed."));
  rows.push_back(choice_row("cpu", {"auto", "portable", "avx2", "avx512"}, "run",
                            "Which of our own kernels run: those for every processor or those for "
                            "AVX2 (avx512 has the same); auto takes the widest that this processor "
                            "has. LibTorch chooses for itself."));
  OptionSpec sample_temperature =
      option_row("sample-temperature", OptionType::number, "0", "run",
                 "How the command continue draws the next token: of softmax(logits/T) with the "
                 "seed; 0 takes the likeliest.");
  sample_temperature.minimum = 0;
  sample_temperature.maximum = 100;
  rows.push_back(std::move(sample_temperature));
  rows.push_back(integer_row("seed", "0", 0, k_largest_seed, {}, "run",
                             "The seed of everything random: the same seed gives the same bytes."));
}

Selector index_selector(const OptionValues& values, std::string_view id) {
  Selector selector;
  if (const auto index = values.find_integer(id)) {
    selector.kind = Selector::Kind::index;
    selector.index = static_cast<int>(*index);
  } else if (values.text(id) == "all") {
    selector.kind = Selector::Kind::all;
  }
  return selector;
}

/// The default rule of a choice is an empty name in the request.
std::string unless_automatic(const std::string& value) {
  return value == "auto" ? std::string() : value;
}

double number(const OptionValues& values, std::string_view id) {
  return values.find_number(id).value();
}

std::vector<std::string> given_options(const OptionValues& values) {
  std::vector<std::string> ids;
  for (const auto& [id, value] : values.changed()) {
    if (value != "auto" && values.table().spec(id).group == "mechanism") {
      ids.push_back(id);
    }
  }
  return ids;
}

MechanismOptions mechanism_options(const OptionValues& values) {
  MechanismOptions options;
  options.mechanism = unless_automatic(values.text("mechanism"));
  options.score = values.text("score");
  options.order = static_cast<int>(values.find_integer("order").value());
  if (const std::string& causal = values.text("causal"); causal != "auto") {
    options.causal = causal == "on";
  }
  if (const auto window = window_of(values.text("window"))) {
    options.window_1 = window->first;
    options.window_2 = window->second;
  }
  options.window_anchor =
      values.text("window-anchor") == "key" ? WindowAnchor::key : WindowAnchor::query;
  options.lambda = values.find_number("lambda");
  options.learned_lambda = values.text("lambda") == "learned";
  options.key_prime = unless_automatic(values.text("key-prime"));
  options.value_prime = unless_automatic(values.text("value-prime"));
  options.second_query_key = unless_automatic(values.text("second-query-key"));
  options.negative_value = values.text("negative-value");
  options.key_bias = values.flag("key-bias");
  options.value_bias = values.flag("value-bias");
  options.output_scaling = values.flag("output-scaling");
  options.temperature = number(values, "temperature");
  options.select = values.text("select");
  options.keep = static_cast<int>(values.find_integer("keep").value());
  options.a_plus = number(values, "a-plus");
  options.a_minus = number(values, "a-minus");
  options.affine_a = number(values, "affine-a");
  options.affine_b = number(values, "affine-b");
  return options;
}

}  // namespace

std::vector<OptionSpec> analysis_options() {
  std::vector<OptionSpec> rows;
  append_input(rows);
  append_mechanism(rows);
  append_result(rows);
  return rows;
}

void copy_option(std::string_view id, const MechanismOptions& from, MechanismOptions& to) {
  if (id == "mechanism") to.mechanism = from.mechanism;
  if (id == "causal") to.causal = from.causal;
  if (id == "window") to.window_1 = from.window_1, to.window_2 = from.window_2;
  if (id == "window-anchor") to.window_anchor = from.window_anchor;
  if (id == "lambda") to.lambda = from.lambda, to.learned_lambda = from.learned_lambda;
  if (id == "score") to.score = from.score;
  if (id == "order") to.order = from.order;
  if (id == "key-prime") to.key_prime = from.key_prime;
  if (id == "value-prime") to.value_prime = from.value_prime;
  if (id == "second-query-key") to.second_query_key = from.second_query_key;
  if (id == "negative-value") to.negative_value = from.negative_value;
  if (id == "key-bias") to.key_bias = from.key_bias;
  if (id == "value-bias") to.value_bias = from.value_bias;
  if (id == "output-scaling") to.output_scaling = from.output_scaling;
  if (id == "temperature") to.temperature = from.temperature;
  if (id == "select") to.select = from.select;
  if (id == "keep") to.keep = from.keep;
  if (id == "a-plus") to.a_plus = from.a_plus;
  if (id == "a-minus") to.a_minus = from.a_minus;
  if (id == "affine-a") to.affine_a = from.affine_a;
  if (id == "affine-b") to.affine_b = from.affine_b;
}

AnalysisRequest make_request(const OptionValues& values) {
  AnalysisRequest request;
  const std::string& model = values.text("model");
  (is_capture_name(model) ? request.capture : request.model) = model;
  request.text = values.text("text");
  if (const std::string& second = values.text("text-b"); !second.empty()) {
    request.text_b = second;
  }
  if (values.text("special-in-text") == "parse") {
    request.special_in_text = SpecialInText::parse;
  }
  if (const auto mask = values.find_integer("mask")) {
    request.mask = static_cast<int>(*mask);
  }
  request.layer = index_selector(values, "layer");
  request.head = index_selector(values, "head");
  request.query = query_selector(values.text("query"));
  request.mechanism = mechanism_options(values);
  request.given = given_options(values);
  request.top = static_cast<int>(values.find_integer("top").value());
  request.place_by = values.text("place-by");
  request.dense = values.flag("dense");
  request.force = values.flag("force");
  request.device = values.text("device");
  request.n_threads = static_cast<int>(values.find_integer("threads").value_or(0));
  request.cache_bytes = find_byte_count(values.text("cache")).value();
  request.cpu = values.text("cpu");
  request.seed = static_cast<std::uint64_t>(values.find_integer("seed").value());
  return request;
}

}  // namespace baryscope
