#include "core/tasks/street.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "core/tasks/seeded_task.h"

namespace baryscope {
namespace {

constexpr std::array<const char*, 24> k_names = {
    "bakery", "school",   "library", "park",   "museum", "station", "theatre", "harbour",
    "church", "hospital", "market",  "cinema", "bridge", "hotel",   "castle",  "garden",
    "bank",   "pharmacy", "tower",   "temple", "zoo",    "stadium", "mill",    "palace"};

/// What the model is told of a plot: its one-hot code, the name's, a linear scale, and waves. The
/// period is the power of two from twice the plots on, so that p_j + p_k − 2p_i never wraps to 0,
/// and the fastest wave has the period 2: together they are the plot's binary digits as angles.
Matrix street_features(int n_names, int n_plots) {
  const auto period = static_cast<int>(std::bit_ceil(2U * static_cast<unsigned>(n_plots)));
  const int n_waves = std::countr_zero(static_cast<unsigned>(period));
  Matrix features(n_names * n_plots, n_plots + n_names + 1 + 2 * n_waves);
  for (int token = 0; token < features.n_rows; ++token) {
    const int plot = token % n_plots;
    const auto row = features.row(token);
    int column = add_one_hot(row, 0, plot, n_plots);
    column = add_one_hot(row, column, token / n_plots, n_names);
    row[static_cast<std::size_t>(column++)] = 2.0 * plot / (n_plots - 1) - 1;
    add_waves(row, column, plot, period, n_waves);
  }
  return features;
}

class Street : public SeededTask {
 public:
  explicit Street(const TaskOptions& options) : SeededTask(options) {
    const auto n_names = static_cast<int>(k_names.size());
    check_task_option("street", "places", options.places, 3, n_names,
                      "three places are the fewest of which one can lie between two others, and so "
                      "many have names");
    check_task_option("street", "plots", options.plots, options.places, 256,
                      "every place has a plot of its own");
    std::vector<std::string> tokens;
    for (int name = 0; name < options.places; ++name) {
      for (int plot = 0; plot < options.plots; ++plot) tokens.push_back(token(name, plot));
    }
    set_vocabulary(std::move(tokens), street_features(options.places, options.plots),
                   options.places, options.places);
    set_labels({"elsewhere", "between"});
  }

  [[nodiscard]] std::vector<std::pair<int, int>> true_pairs(std::span<const std::int64_t> ids,
                                                            int query) const override {
    return pairs_of_others(ids, query, [&](std::int64_t i, std::int64_t j, std::int64_t k) {
      return plot(j) != plot(k) && plot(j) + plot(k) == 2 * plot(i);
    });
  }

  /// The bakery between the school and the library, by no other pair where there is room for that.
  [[nodiscard]] std::string example_text() const override {
    constexpr std::array<int, 8> k_plots = {3, 1, 5, 9, 14, 10, 12, 6};
    const int n_plots = options().plots;
    const int bakery = bakery_plot();
    const int step = bakery == 3 ? 2 : 1;
    std::vector<int> plots = {bakery, bakery - step, bakery + step};
    const auto is_free = [&](int plot) { return std::ranges::find(plots, plot) == plots.end(); };
    const auto is_idle = [&](int plot) { return is_free(plot) && is_free(2 * bakery - plot); };
    while (static_cast<int>(plots.size()) < options().places) {
      const std::size_t next = plots.size();
      if (next < k_plots.size() && k_plots[next] < n_plots && is_idle(k_plots[next])) {
        plots.push_back(k_plots[next]);
        continue;
      }
      int plot = 0;
      while (plot < n_plots && !is_idle(plot)) ++plot;
      if (plot == n_plots) plot = 0;
      while (!is_free(plot)) ++plot;
      plots.push_back(plot);
    }
    std::string text;
    for (int name = 0; name < options().places; ++name) {
      text += (name == 0 ? "" : " ") + token(name, plots[static_cast<std::size_t>(name)]);
    }
    return text;
  }
  [[nodiscard]] std::string example_query() const override { return token(0, bakery_plot()); }

 protected:
  void make_example(Random& random, TaskExample example) const override {
    std::vector<int> plots(static_cast<std::size_t>(options().plots));
    std::iota(plots.begin(), plots.end(), 0);
    shuffle<int>(random, plots);
    std::vector<int> names(example.ids.size());
    std::iota(names.begin(), names.end(), 0);
    shuffle<int>(random, names);
    std::vector<bool> taken(plots.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      taken[static_cast<std::size_t>(plots[i])] = true;
      example.ids[i] = std::int64_t{names[i]} * options().plots + plots[i];
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      example.labels[i] = is_midway(taken, plots[i]) ? 1 : 0;
    }
  }

 private:
  static std::string token(int name, int plot) {
    return fmt::format("{}@{}", k_names[static_cast<std::size_t>(name)], plot);
  }
  [[nodiscard]] int plot(std::int64_t id) const { return static_cast<int>(id % options().plots); }
  [[nodiscard]] int bakery_plot() const {
    return options().plots >= 6 ? 3 : (options().plots - 1) / 2;
  }
  static bool is_midway(const std::vector<bool>& taken, int plot) {
    const int n = static_cast<int>(taken.size());
    for (int step = 1; plot - step >= 0 && plot + step < n; ++step) {
      const int before = plot - step, after = plot + step;
      if (taken[static_cast<std::size_t>(before)] && taken[static_cast<std::size_t>(after)]) {
        return true;
      }
    }
    return false;
  }
};

}  // namespace

std::unique_ptr<const Task> make_street(const TaskOptions& options) {
  return std::make_unique<const Street>(options);
}

}  // namespace baryscope
