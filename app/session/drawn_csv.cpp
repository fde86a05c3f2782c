#include "app/session/drawn_csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/notes.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::size_t most_keys = 4;

/// A NUL ends the text for half the readers of such tables: its picture U+2400 stands for it.
std::string csv_field(std::string_view field) {
  const bool quoted = field.find_first_of(",\"\r\n") != std::string_view::npos;
  std::string text = quoted ? "\"" : "";
  for (const char c : field) {
    text += c == '"' ? "\"\"" : c == '\0' ? "\u2400" : std::string(1, c);
  }
  return text + (quoted ? "\"" : "");
}

std::string text_of(int number) { return to_text(static_cast<std::int64_t>(number)); }

class Rows {
 public:
  Rows(const Analysis& analysis, const DrawnFilter& filter, std::string& text)
      : m_analysis(analysis), m_filter(filter), m_text(text) {
    m_place = csv_field(analysis.model.name) + "," + text_of(analysis.layer) + "," +
              text_of(analysis.head) + ",";
  }

  void add(std::string_view kind, double weight, int query, std::span<const int> keys) {
    if (std::abs(weight) < m_filter.threshold ||
        std::any_of(keys.begin(), keys.end(), [this](int key) { return is_hidden(key); })) {
      return;
    }
    m_text += m_place + std::string(kind) + "," + to_text(weight) + "," + text_of(query);
    for (std::size_t i = 0; i < most_keys; ++i) {
      m_text += "," + (i < keys.size() ? text_of(keys[i]) : "");
    }
    m_text += "," + token(query);
    for (std::size_t i = 0; i < most_keys; ++i) {
      m_text += "," + (i < keys.size() ? token(keys[i]) : "");
    }
    m_text += "\n";
  }

 private:
  [[nodiscard]] bool is_hidden(int key) const {
    const std::vector<int>& sinks = m_analysis.sinks;
    return m_filter.hides_sinks && std::find(sinks.begin(), sinks.end(), key) != sinks.end();
  }
  [[nodiscard]] std::string token(int position) const {
    const bool known = position >= 0 && position < static_cast<int>(m_analysis.tokens.size());
    return known ? csv_field(m_analysis.tokens[static_cast<std::size_t>(position)].text) : "";
  }

  const Analysis& m_analysis;
  const DrawnFilter& m_filter;
  std::string& m_text;
  std::string m_place;
};

}  // namespace

std::optional<std::string> drawn_csv_note(const Computed& shown) {
  std::vector<std::string> texts;
  for (const auto& analysis : shown.all_analyses()) {
    texts.push_back(analysis->model.name);
    for (const Token& token : analysis->tokens) {
      texts.push_back(token.text);
    }
  }
  return spreadsheet_note(texts);
}

std::string to_drawn_csv(const Computed& shown, const DrawnFilter& filter) {
  std::string text =
      "model,layer,head,kind,weight,query,key,key_prime,key_3,key_4,query_token,key_token,"
      "key_prime_token,key_3_token,key_4_token\n";
  for (const auto& analysis : shown.all_analyses()) {
    Rows rows(*analysis, filter, text);
    const char* edge = analysis->edges_are_marginals ? "marginal" : "edge";
    for (const WeightedEdge& each : analysis->edges) {
      rows.add(edge, each.weight, each.query, std::array{each.key});
    }
    for (const WeightedTriangle& each : analysis->triangles) {
      rows.add("triangle", each.weight, each.query, std::array{each.key, each.key_prime});
    }
    for (const WeightedTuple& each : analysis->tuples) {
      rows.add("tuple", each.weight, each.query, each.keys);
    }
  }
  return text;
}

}  // namespace baryscope
