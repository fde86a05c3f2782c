/// Words cut further, one by one.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/text/pre_tokenizers/delimiter.h"
#include "core/text/pre_tokenizers/pre_tokenizer.h"

namespace baryscope {

/// Cuts every word that is no added token by `cut_one(word, result)`.
template <class CutOne>
void cut_each(Words& words, const CutOne& cut_one) {
  std::vector<Words::Word> result;
  result.reserve(words.words.size());
  for (const Words::Word& word : words.words) {
    if (word.added != nullptr)
      result.push_back(word);
    else
      cut_one(word, result);
  }
  words.words = std::move(result);
}

/// Cuts at characters for which `is_delimiter` holds.
template <class IsDelimiter>
void cut_at(Words& words, DelimiterBehavior behavior, const IsDelimiter& is_delimiter) {
  Stretches stretches;
  cut_each(words, [&](const Words::Word& word, std::vector<Words::Word>& result) {
    stretches.begin(word.begin);
    std::size_t done = word.begin;
    for (std::size_t i = word.begin; i < word.end; ++i) {
      if (!is_delimiter(words.text.characters[i])) continue;
      if (done < i) stretches.add(i, false);
      stretches.add(i + 1, true);
      done = i + 1;
    }
    if (done < word.end) stretches.add(word.end, false);
    stretches.finish(behavior, result);
  });
}

}  // namespace baryscope
