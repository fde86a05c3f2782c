#include "core/model/gguf/gguf_tokenizer_merges.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "core/model/gguf/gguf_tokenizer_keys.h"

namespace baryscope {
namespace {

using Merge = BpeParts::Merge;

constexpr std::size_t k_longest_piece = 1024;  // bytes
constexpr std::size_t k_max_merges = 1 << 23;

std::uint64_t pair_of(const Merge& merge) {
  return (std::uint64_t{merge.left} << 32) | merge.right;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::uint32_t n_characters(std::string_view text) {
  return static_cast<std::uint32_t>(std::ranges::count_if(text, begins_character));
}

/// Whether merges make this piece, and go on from it. What users defined is found before, but for
/// the runs of spaces that older converters spell with marks.
bool is_merged(GgufTokenType type) {
  return type == GgufTokenType::normal || type == GgufTokenType::unused ||
         type == GgufTokenType::user_defined;
}

/// The ways to cut pieces, found by the lengths and texts that the vocabulary has.
class Cuts {
 public:
  struct Cut {
    Merge merge;
    std::uint32_t n_left = 0, n_right = 0;  // characters
  };

  Cuts(const GgufValues& values, const GgufVocabulary& vocabulary) : m_vocabulary(vocabulary) {
    for (std::uint32_t id = 0; id < vocabulary.size(); ++id) {
      if (!is_merged(vocabulary.types[id])) continue;
      const std::size_t length = vocabulary.texts[id].size();
      if (length > k_longest_piece)
        values.fail(gguf_element(gguf_key::k_tokens, id),
                    fmt::format("has {} bytes; a piece has at most {}", length, k_longest_piece));
      m_has_length[length] = true;
    }
  }

  /// In order of the parts' ids.
  const std::vector<Cut>& of(std::uint32_t id) {
    m_cuts.clear();
    const std::string_view text = m_vocabulary.texts[id];
    const std::uint32_t n = n_characters(text);
    std::uint32_t n_left = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
      if (!begins_character(text[at])) continue;
      ++n_left;
      const auto left = find(text.substr(0, at));
      if (!left) continue;
      if (const auto right = find(text.substr(at)))
        m_cuts.push_back({{*left, *right, id}, n_left, n - n_left});
    }
    std::ranges::sort(m_cuts, {}, [](const Cut& cut) { return pair_of(cut.merge); });
    return m_cuts;
  }

 private:
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const {
    if (!m_has_length[text.size()]) return std::nullopt;
    const auto id = m_vocabulary.find(text);
    return id && is_merged(m_vocabulary.types[*id]) ? id : std::nullopt;
  }

  const GgufVocabulary& m_vocabulary;
  std::array<bool, k_longest_piece + 1> m_has_length{};
  std::vector<Cut> m_cuts;
};

}  // namespace

std::vector<Merge> read_gguf_merges(const GgufValues& values, const GgufVocabulary& vocabulary) {
  if (!values.has(gguf_key::k_merges)) values.fail(gguf_key::k_merges, "is missing");
  const std::vector<std::string_view> texts = values.texts(gguf_key::k_merges);
  std::vector<Merge> merges;
  merges.reserve(texts.size());
  std::unordered_set<std::uint64_t> pairs;
  pairs.reserve(texts.size());
  const auto fail = [&](const std::string& problem) {
    values.fail(gguf_element(gguf_key::k_merges, merges.size()), problem);
  };
  std::string joined;
  for (const std::string_view text : texts) {
    const std::size_t space = text.empty() ? text.npos : text.find(' ', 1);
    if (space == std::string_view::npos || space + 1 == text.size())
      fail(fmt::format("is \"{}\"; expected two texts with a space between them",
                       shown_gguf_text(text)));
    const auto index_of = [&](std::string_view part) {
      const auto id = vocabulary.find(part);
      if (!id)
        fail(fmt::format("needs \"{}\", which is not in {}", shown_gguf_text(part),
                         gguf_key::k_tokens));
      return id.value_or(0);
    };
    joined = text.substr(0, space);
    joined += text.substr(space + 1);
    const Merge merge{index_of(text.substr(0, space)), index_of(text.substr(space + 1)),
                      index_of(joined)};
    if (!pairs.insert(pair_of(merge)).second)
      fail(fmt::format("merges \"{}\" a second time", shown_gguf_text(text)));
    merges.push_back(merge);
  }
  return merges;
}

std::vector<Merge> merges_by_score(const GgufValues& values, const GgufVocabulary& vocabulary) {
  const std::vector<double> scores = read_gguf_scores(values, vocabulary);
  Cuts cuts(values, vocabulary);
  std::vector<Cuts::Cut> all;
  for (std::uint32_t id = 0; id < vocabulary.size(); ++id) {
    if (!is_merged(vocabulary.types[id])) continue;
    const std::vector<Cuts::Cut>& own = cuts.of(id);
    if (all.size() + own.size() > k_max_merges)
      values.fail(gguf_key::k_tokens, fmt::format("makes more than {} merges", k_max_merges));
    all.insert(all.end(), own.begin(), own.end());
  }
  std::ranges::stable_sort(all, [&](const Cuts::Cut& a, const Cuts::Cut& b) {
    const double score_a = scores[a.merge.result];
    const double score_b = scores[b.merge.result];
    if (score_a != score_b) return score_a > score_b;
    return a.n_left != b.n_left ? a.n_left > b.n_left : a.n_right > b.n_right;
  });
  std::vector<Merge> merges;
  merges.reserve(all.size());
  for (const Cuts::Cut& cut : all) merges.push_back(cut.merge);
  return merges;
}

}  // namespace baryscope
