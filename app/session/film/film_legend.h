/// One legend for all frames of a film: its rows, its scale and so the colours stand still.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/scene.h"

namespace baryscope {

/// The rows that occur in some frame, in the order in which the frames have them; of each colour
/// map under its title the range that holds every frame's.
class FilmLegend {
 public:
  void add(const Legend& legend);
  /// That frame's, with the rows of the others and the film's scale, its own or, where it has none,
  /// the only one. Rows whose words differ in numbers alone are one row: without a number, where
  /// some frame has it so, else with the frame's own.
  [[nodiscard]] Legend over_film(Legend legend) const;

 private:
  std::vector<Legend::Row> m_rows;
  std::map<std::pair<std::string, std::string>, Legend> m_scales;  ///< by title and colour map
};

}  // namespace baryscope
