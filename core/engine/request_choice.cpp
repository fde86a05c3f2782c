#include "core/engine/request_choice.h"
#include "core/engine/own_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

#include "core/analysis/mechanism_list.h"
#include "core/base/nearest_name.h"
#include "core/engine/head_choice.h"
#include "core/engine/own_rules.h"
#include "core/engine/token_class.h"
#include "core/text/direction.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

void check_index(const char* option, int index, int count, const std::string& things) {
  if (index < 0 || index >= count) {
    throw UsageError(fmt::format("--{} {}: expected {}; {}", option, index,
                                 count == 1 ? "0" : fmt::format("0 to {}", count - 1), things));
  }
}

std::vector<int> positions_where(const Tokens& tokens,
                                 const std::function<bool(const Token&)>& matches) {
  std::vector<int> found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (matches(tokens[i])) {
      found.push_back(static_cast<int>(i));
    }
  }
  return found;
}

// First pieces of the words of several pieces that spell `text` together.
std::vector<int> words_of_pieces(const Tokens& tokens, const std::string& text) {
  std::vector<int> found;
  for (std::size_t begin = 0; begin < tokens.size(); ++begin) {
    std::string word = plain_text(piece_of(tokens[begin]));
    for (std::size_t i = begin + 1; i < tokens.size() && tokens[i].continuation; ++i) {
      word += plain_text(piece_of(tokens[i]));
      if (word == text) {
        found.push_back(static_cast<int>(begin));
      }
    }
  }
  return found;
}

// Decoders put most of their mass on the first token, whatever it says: it does not count.
std::vector<bool> content_of(const Capture& capture, bool causal) {
  std::vector<bool> content = content_tokens(capture.tokens);
  if (causal && !content.empty() && std::count(content.begin(), content.end(), true) > 1) {
    content.front() = false;
  }
  return content;
}

class HeadChooser {
 public:
  HeadChooser(const AnalysisRequest& request, OpenCapture& opened, const Watch& watch)
      : m_request(request),
        m_opened(opened),
        m_capture(opened.capture),
        m_watch(watch),
        m_causal(request.mechanism.causal.value_or(opened.capture.causal)),
        m_content(content_of(opened.capture, m_causal)) {}

  std::vector<HeadTask> choose() {
    const int n_layers = static_cast<int>(m_capture.layers.size());
    using Kind = Selector::Kind;
    if (m_request.layer.kind == Kind::index) {
      check_index(
          "layer", m_request.layer.index, n_layers,
          fmt::format("{} has {} layer{}", m_capture.model, n_layers, n_layers == 1 ? "" : "s"));
    }
    if (m_request.layer.kind == Kind::text || m_request.head.kind == Kind::text) {
      throw UsageError("--layer and --head take an index, auto or all");
    }
    if (m_request.layer.kind == Kind::automatic || m_request.head.kind == Kind::automatic) {
      score_heads();
    }
    std::vector<HeadTask> tasks;
    for (const int layer : layers()) {
      for (const int head : heads(layer)) {
        tasks.push_back(task(layer, head));
      }
    }
    add_needed(tasks);
    return tasks;
  }

 private:
  // What a view shows beside the head that is chosen, read by the same queries.
  void add_needed(std::vector<HeadTask>& tasks) const {
    const HeadTask shown = tasks.front();
    const AnalysisNeeds& needs = m_request.needs;
    const bool one = tasks.size() == 1;
    for (int layer = 0; one && layer < static_cast<int>(m_capture.layers.size()); ++layer) {
      if (!needs.all_layers && layer != shown.layer) {
        continue;  // perhaps not run
      }
      for (int head = 0; head < n_heads(layer); ++head) {
        const bool wanted =
            (needs.all_layers || layer == shown.layer) && (needs.all_heads || head == shown.head);
        if (wanted && (layer != shown.layer || head != shown.head)) {
          HeadTask other = shown;
          other.layer = layer;
          other.head = head;
          tasks.push_back(std::move(other));
        }
      }
    }
  }

  [[nodiscard]] int n_heads(int layer) const {
    return static_cast<int>(m_capture.layers[static_cast<std::size_t>(layer)].query.size(0));
  }

  void score_heads() {
    std::optional<Matrix>& scores = m_opened.head_scores[m_causal ? 1 : 0];
    if (!scores) {
      scores = head_scores(m_capture, m_causal, m_content, m_watch);
    }
    m_scores = *scores;
  }

  [[nodiscard]] std::vector<int> layers() const {
    using Kind = Selector::Kind;
    const int n_layers = static_cast<int>(m_capture.layers.size());
    if (m_request.layer.kind == Kind::index) {
      return {m_request.layer.index};
    }
    std::vector<int> all(static_cast<std::size_t>(n_layers));
    std::iota(all.begin(), all.end(), 0);
    if (m_request.layer.kind == Kind::all) {
      return all;
    }
    // The layer whose best head says most; with a head given, where that head says most. Of a model
    // with triple-wise layers one of those: they are what it was made for.
    const bool any_triple_wise =
        std::any_of(all.begin(), all.end(), [this](int layer) { return is_triple_wise(layer); });
    int best = -1;
    double best_score = 0;
    for (const int layer : all) {
      if (any_triple_wise && !is_triple_wise(layer)) {
        continue;
      }
      const int head = m_request.head.kind == Kind::index ? m_request.head.index : best_head(layer);
      if (head < 0 || head >= n_heads(layer)) {
        continue;
      }
      if (best < 0 || m_scores(layer, head) > best_score) {
        best = layer;
        best_score = m_scores(layer, head);
      }
    }
    return {std::max(best, 0)};
  }

  // By its own mechanism, where the request names none or that one.
  [[nodiscard]] bool is_triple_wise(int layer) const {
    const auto& own = m_capture.layers[static_cast<std::size_t>(layer)].own;
    const std::string& asked = m_request.mechanism.mechanism;
    return own && (asked.empty() || asked == own->mechanism) &&
           n_key_slots(mechanism(own->mechanism), own->order) > 1;
  }

  [[nodiscard]] int best_head(int layer) const {
    int best = 0;
    for (int head = 1; head < n_heads(layer); ++head) {
      if (m_scores(layer, head) > m_scores(layer, best)) {
        best = head;
      }
    }
    return best;
  }

  [[nodiscard]] std::vector<int> heads(int layer) const {
    using Kind = Selector::Kind;
    if (m_request.head.kind == Kind::index) {
      check_index("head", m_request.head.index, n_heads(layer),
                  fmt::format("layer {} of {} has {} head{}", layer, m_capture.model,
                              n_heads(layer), n_heads(layer) == 1 ? "" : "s"));
      return {m_request.head.index};
    }
    if (m_request.head.kind == Kind::automatic) {
      return {best_head(layer)};
    }
    std::vector<int> all(static_cast<std::size_t>(n_heads(layer)));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }

  [[nodiscard]] HeadTask task(int layer, int head) const {
    using Kind = Selector::Kind;
    HeadTask result;
    result.layer = layer;
    result.head = head;
    result.choice.layer_automatic = m_request.layer.kind == Kind::automatic;
    result.choice.head_automatic = m_request.head.kind == Kind::automatic;
    result.choice.query_automatic = m_request.query.kind == Kind::automatic;
    result.choice.scores = m_scores;
    const int n_tokens = static_cast<int>(m_capture.tokens.size());
    switch (m_request.query.kind) {
      case Kind::index:
        check_index("query", m_request.query.index, n_tokens,
                    fmt::format("the text has {} token{}", n_tokens, n_tokens == 1 ? "" : "s"));
        result.queries = {m_request.query.index};
        check_reads(layer, m_request.query.index);
        break;
      case Kind::text:
        result.queries = {query_by_text(m_capture.tokens, m_request.query.text, result.notes)};
        check_reads(layer, result.queries.front());
        break;
      case Kind::automatic:
        result.queries = {automatic_query(layer, head)};
        break;
      case Kind::all:
        result.queries = reading_tokens(layer);
        result.focus =
            static_cast<int>(std::ranges::find(result.queries, automatic_query(layer, head)) -
                             result.queries.begin());
        break;
    }
    return result;
  }

  [[nodiscard]] int automatic_query(int layer, int head) const {
    auto& remembered = m_opened.row_scores;
    const auto key = std::make_tuple(layer, head, m_causal);
    auto found = remembered.find(key);
    if (found == remembered.end()) {
      found =
          remembered.emplace(key, row_scores(m_capture, layer, head, m_causal, m_content, m_watch))
              .first;
    }
    const std::vector<int> reading = reading_tokens(layer);
    std::vector<bool> content(m_content.size());
    for (const int token : reading) {
      content[static_cast<std::size_t>(token)] = m_content[static_cast<std::size_t>(token)];
    }
    const int best = best_query(found->second, content, m_capture.tokens);
    return std::ranges::binary_search(reading, best) ? best : reading.front();
  }

  // Those that have a row in this layer: not all where a capture holds a part, or of
  // cross-attention.
  [[nodiscard]] std::vector<int> reading_tokens(int layer) const {
    const std::vector<bool> has_query =
        token_roles(m_capture.layers[static_cast<std::size_t>(layer)]).has_query;
    std::vector<int> reading;
    for (int token = 0; token < static_cast<int>(m_capture.tokens.size()); ++token) {
      if (has_query.empty() || has_query[static_cast<std::size_t>(token)]) {
        reading.push_back(token);
      }
    }
    // A mask that leaves no query anything: rows of nothing are shown then.
    return reading.empty() ? std::vector<int>{0} : reading;
  }

  void check_reads(int layer, int query) const {
    const std::vector<int> reading = reading_tokens(layer);
    if (!std::ranges::binary_search(reading, query)) {
      throw UsageError(
          fmt::format("--query {}: the capture holds no query of that token in layer {}; it has {} "
                      "from {} to {}",
                      query, layer, reading.size(), reading.front(), reading.back()));
    }
  }

  const AnalysisRequest& m_request;
  OpenCapture& m_opened;
  const Capture& m_capture;
  const Watch& m_watch;
  bool m_causal;
  std::vector<bool> m_content;
  Matrix m_scores;
};

}  // namespace

int query_by_text(const Tokens& tokens, const std::string& text, std::vector<std::string>& notes) {
  std::vector<int> found = positions_where(
      tokens, [&text](const Token& token) { return token.text == text || token.reading == text; });
  const std::string plain = plain_text(text);
  if (found.empty()) {
    found = positions_where(
        tokens, [&plain](const Token& token) { return plain_text(reading_of(token)) == plain; });
  }
  if (found.empty()) {
    found = words_of_pieces(tokens, plain);
    if (!found.empty()) {
      notes.push_back(
          fmt::format("'{}' is read in pieces: the query is the first, '{}'", isolated(text),
                      isolated(name_of(tokens[static_cast<std::size_t>(found.front())]))));
    }
  }
  if (found.empty()) {
    std::set<std::string> distinct;
    for (const Token& token : tokens) {
      distinct.insert(name_of(token));
    }
    const std::vector<std::string> known(distinct.begin(), distinct.end());
    const auto nearest = find_nearest_name(text, known);
    throw UsageError(fmt::format(
        "--query {}: the text has no such token{}", text,
        nearest ? "; did you mean '" + *nearest + "'?" : "; give one of its tokens or a position"));
  }
  if (found.size() > 1) {
    notes.push_back(fmt::format("of {} tokens '{}' the first, at position {}, is the query",
                                found.size(), isolated(text), found.front()));
  }
  return found.front();
}

int n_needed_layers(const AnalysisRequest& request) {
  const bool one = request.layer.kind == Selector::Kind::index && !request.needs.all_layers;
  return one ? std::clamp(request.layer.index, -1, max_layers - 1) + 1 : max_layers;
}

std::vector<HeadTask> choose_heads(const AnalysisRequest& request, OpenCapture& opened,
                                   const Watch& watch) {
  return HeadChooser(request, opened, watch).choose();
}

}  // namespace baryscope
