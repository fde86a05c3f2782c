/// How a list of tokens is made up: sequences one after the other, and patches of an image.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace baryscope {

/// Consecutive tokens that the model read as one: its encoder's, its decoder's.
struct TokenSequence {
  std::string name;
  int first = 0;
  int count = 0;
  /// Where the tokens stand in the model's own sequence; empty: from 0 on.
  std::vector<std::int64_t> positions;
};

/// Red, green and blue of every pixel, row by row from the top.
struct PixelImage {
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> pixels;  ///< [height, width, 3]
};

/// Patches of an image as tokens, row by row from the token `first` on.
struct PatchGrid {
  int first = 0;
  int n_rows = 0;
  int n_columns = 0;
  std::shared_ptr<const PixelImage> image = {};  ///< as the model was shown it; or null

  [[nodiscard]] bool contains(int token) const {
    return token >= first && token - first < n_rows * n_columns;
  }
};

struct TokenLayout {
  std::vector<TokenSequence> sequences;  ///< empty: all tokens are one
  std::optional<PatchGrid> grid;
};

}  // namespace baryscope
