/// The way of the output through a sweep, left behind in the picture.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "app/session/film/sweep.h"
#include "app/session/finished.h"
#include "core/options/option_table.h"

namespace baryscope {

/// Why the output's way cannot be left behind; empty: it can. `values` has the sweep in it.
std::string trail_obstacle(const OptionValues& values, const Sweep& sweep);

/// One place that was visited, in the picture and in that of what is compared.
struct TrailStop {
  double progress = 0;  ///< along the sweep, [0, 1]
  std::string words;    ///< "0.40"
  std::array<Vec3, 2> places;
  std::array<bool, 2> inside{true, true};
  std::size_t n_panels = 1;
};

/// Of what is shown at a value. Throws UsageError where the picture has no output.
TrailStop trail_stop(const Finished& shown, double progress, std::string words);

/// Shares of the sweep's way at which the trail is named: at round numbers of a range, of a list at
/// each value or every few.
std::vector<double> named_shares(const Sweep& sweep);

/// Stops in order of progress. A curve through them, in the output's colours inside and outside of
/// the hull, with a few stops named by their value.
class Trail {
 public:
  /// `n_expected`: of that many stops some thousand are kept. Those nearest to `named` (shares of
  /// the way, rising) carry their value.
  Trail(std::size_t n_expected, std::vector<double> named);
  /// Throws UsageError where the places of the tokens are others than at the first stop.
  void visit(const Finished& shown, double progress, std::string words);
  /// What was visited up to `now`, added to the scene of that panel.
  void add_to(const TrailStop& now, std::size_t panel, Scene& scene) const;
  [[nodiscard]] const std::vector<TrailStop>& stops() const { return m_stops; }

 private:
  [[nodiscard]] std::vector<std::size_t> named_stops() const;

  std::vector<double> m_named;
  std::size_t m_stride = 1, m_n_visited = 0;
  std::vector<double> m_tokens;  ///< places of the first stop
  std::vector<TrailStop> m_stops;
};

}  // namespace baryscope
