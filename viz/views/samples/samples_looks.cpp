#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

constexpr std::array k_roles = {Role::minority, Role::third_class, Role::fourth_class,
                                Role::fifth_class, Role::sixth_class};
constexpr std::array k_glyphs = {Glyph::disc, Glyph::square, Glyph::triangle, Glyph::plus};

// One thing stands out at each step, everything else recedes.
constexpr std::array<StepLook, k_n_sampling_steps> k_steps = {{
    {.majority = 0.95, .others = 1, .graph = 0, .cells = 0, .synthetic = 0, .regions = 0},
    {.majority = 0.3,
     .others = 0.5,
     .neighbors = 1,
     .graph = 0,
     .cells = 0,
     .synthetic = 0,
     .regions = 0,
     .inset = 1},
    {.majority = 0.3,
     .others = 1,
     .graph = 0.9,
     .graph_width = 1.6,
     .cells = 0,
     .synthetic = 0,
     .regions = 0},
    {.majority = 0.3, .others = 0.8, .graph = 0.5, .cells = 1.25, .synthetic = 0, .regions = 0},
    {.majority = 0.25,
     .others = 0.45,
     .graph = 0.2,
     .cells = 0.35,
     .chosen = 1,
     .synthetic = 0,
     .regions = 0,
     .inset = 1},
    {.majority = 0.2,
     .others = 0.38,
     .graph = 0.14,
     .cells = 0.2,
     .chosen = 0.6,
     .weights = 1,
     .followed = 1,
     .synthetic = 0,
     .regions = 0,
     .inset = 1},
    {.majority = 0.4,
     .others = 0.8,
     .graph = 0.22,
     .cells = 0.45,
     .chosen = 0.4,
     .followed = 1,
     .synthetic = 1,
     .regions = 0},
}};

StepLook mixed(const StepLook& a, const StepLook& b, double t) {
  StepLook result;
  for (double StepLook::* part :
       {&StepLook::majority, &StepLook::others, &StepLook::neighbors, &StepLook::graph,
        &StepLook::graph_width, &StepLook::cells, &StepLook::chosen, &StepLook::weights,
        &StepLook::followed, &StepLook::synthetic, &StepLook::regions, &StepLook::inset}) {
    result.*part = a.*part + t * (b.*part - a.*part);
  }
  return result;
}

bool is_number(const std::string& text) { return find_number(text).has_value(); }

std::vector<int> every(const std::vector<int>& all, std::size_t step) {
  std::vector<int> some;
  for (std::size_t i = 0; i < all.size(); i += step) {
    some.push_back(all[i]);
  }
  return some;
}

}  // namespace

std::size_t stride(std::size_t n, std::size_t most) {
  return std::max<std::size_t>(1, (n + most - 1) / most);
}

StepLook step_look(double step) {
  const double at = std::clamp(step, 0.0, k_n_sampling_steps - 1.0);
  const auto first = static_cast<std::size_t>(at);
  const auto second = std::min(first + 1, k_steps.size() - 1);
  const double t = at - static_cast<double>(first);
  return mixed(k_steps[first], k_steps[second], t * t * (3 - 2 * t));
}

std::vector<ClassLook> class_looks(const SamplingStudy& study, int majority, double mark_scale) {
  const DataSet& data = *study.data;
  const int n = data.n_classes();
  std::vector<int> order;
  for (int c = 0; c < n; ++c) {
    if (c != majority) {
      order.push_back(c);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return study.counts_before[static_cast<std::size_t>(a)] <
           study.counts_before[static_cast<std::size_t>(b)];
  });
  std::vector<std::size_t> rank(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[static_cast<std::size_t>(order[i])] = i;
  }
  std::vector<ClassLook> looks(static_cast<std::size_t>(n));
  std::vector<std::vector<int>> rows(looks.size()), synthetic(looks.size());
  for (int row = 0; row < data.n_points(); ++row) {
    rows[static_cast<std::size_t>(data.labels[static_cast<std::size_t>(row)])].push_back(row);
  }
  const SyntheticSet& made = study.resampled.synthetic;
  for (int i = 0; i < made.size(); ++i) {
    synthetic[static_cast<std::size_t>(made.labels[static_cast<std::size_t>(i)])].push_back(i);
  }
  const auto n_sampled = std::count_if(synthetic.begin(), synthetic.end(),
                                       [](const auto& points) { return !points.empty(); });
  const std::size_t synthetic_step = stride(static_cast<std::size_t>(made.size()), k_most_marks);
  for (std::size_t c = 0; c < looks.size(); ++c) {
    ClassLook& look = looks[c];
    const std::size_t at = rank[c];
    const bool largest = static_cast<int>(c) == majority;
    look.role = largest ? Role::majority : k_roles[std::min(at, k_roles.size() - 1)];
    look.glyph = largest ? Glyph::cross : k_glyphs[at % k_glyphs.size()];
    look.radius = mark_scale * (largest ? 4.6 : 5.4);
    look.synthetic_role = n_sampled > 1 ? look.role : Role::synthetic;
    look.name =
        (is_number(data.classes[c]) ? "class " : "") + data.class_words(static_cast<int>(c));
    look.n_points = rows[c].size();
    look.n_synthetic = synthetic[c].size();
    look.rows = every(rows[c], stride(rows[c].size(), k_most_marks));
    look.synthetic = every(synthetic[c], synthetic_step);
  }
  return looks;
}

}  // namespace baryscope
