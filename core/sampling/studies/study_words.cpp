// title() and finding(): what a study shows, in words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/number_text.h"
#include "core/sampling/studies/study.h"
#include "core/text/direction.h"

namespace baryscope {
namespace {

std::string count_text(std::size_t count) { return to_text(static_cast<std::int64_t>(count)); }

/// Nothing but all is 100 %, and nothing but none is 0 %.
std::string percent(double share) {
  for (int n_decimals = 0; n_decimals < 4; ++n_decimals) {
    const std::string text = to_text(100 * share, n_decimals);
    const auto shown = find_number(text);
    if (share == 0 || share == 1 || (shown != 0.0 && shown != 100.0)) {
      return text + " %";
    }
  }
  return share < 0.5 ? "almost none" : "almost all";
}

/// Three significant digits are all that a sentence needs.
std::string short_number(double value) {
  if (value == 0 || !std::isfinite(value)) {
    return to_text(value);
  }
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (magnitude < -4 || magnitude > 6) {
    return to_text(find_number(fmt::format("{:.2e}", value)).value_or(value));
  }
  return to_text(value, std::max(0, 2 - magnitude));
}

std::string data_title(const DataSet& data) {
  for (const DataSetInfo& info : data_sets()) {
    if (info.name == data.name) {
      return info.title;
    }
  }
  return isolated(data.name);
}

/// "moon 80 → 320" of each class that got points; of many classes only how many.
std::string growth(const SamplingStudy& study) {
  const std::vector<SampledClass>& classes = study.resampled.classes;
  if (classes.size() > 3) {
    return count_text(classes.size()) + " classes grow";
  }
  std::string text;
  for (const SampledClass& sampled : classes) {
    const std::string name = study.data->class_words(sampled.label);
    text += (text.empty() ? "" : ", ") + (find_number(name) ? "class " + name + ":" : name) + " " +
            count_text(sampled.n_before) + " → " + count_text(sampled.n_after);
  }
  return text;
}

/// "61 of 64 simplices": those that a point was drawn from, of those that could be drawn.
std::string sources(const SamplingStudy& study) {
  const SamplerInfo& info = sampler_info(study.request.sampler.sampler);
  std::size_t n_used = 0;
  std::size_t n_all = 0;
  std::size_t first = 0;
  for (const SampledClass& sampled : study.resampled.classes) {
    n_all += sampled.simplices.size();
    std::vector<bool> used(sampled.simplices.size(), false);
    const std::size_t end = first + (sampled.n_after - sampled.n_before);
    for (; first < end; ++first) {
      const auto base = static_cast<std::size_t>(study.resampled.synthetic.bases[first]);
      n_used += used[base] ? 0 : 1;
      used[base] = true;
    }
  }
  const bool one = n_all == 1;
  const std::string share = one               ? "1"
                            : n_used == n_all ? "all " + count_text(n_all)
                                              : count_text(n_used) + " of " + count_text(n_all);
  if (info.drawn_from == DrawnFrom::simplices) {
    return share + (one ? " simplex" : " simplices");
  }
  if (info.drawn_from == DrawnFrom::points) {
    return share + (one ? " point" : " points");
  }
  return share + (one ? " edge" : " edges");
}

/// " (tilt bias γ = 8, k = 10)": what was chosen of what this sampler reads; empty: the defaults.
std::string choices(const SamplerOptions& options) {
  const SamplerOptions defaults;
  const std::vector<std::string>& read = sampler_info(options.sampler).options;
  const auto reads = [&](const char* id) {
    return std::find(read.begin(), read.end(), id) != read.end();
  };
  std::string text;
  const auto add = [&text](const std::string& choice) {
    text += (text.empty() ? "" : ", ") + choice;
  };
  if (reads("boundary-bias") && options.boundary_bias != "none" && options.bias_strength > 0) {
    add(options.boundary_bias + " bias γ = " + to_text(options.bias_strength));
  }
  if (reads("k-neighbors") && options.k_neighbors != defaults.k_neighbors) {
    add("k = " + to_text(std::int64_t{options.k_neighbors}));
  }
  if (reads("arity") && options.arity != defaults.arity) {
    add("p = " + to_text(std::int64_t{options.arity}));
  }
  if (reads("alpha") && options.alpha != defaults.alpha) {
    add("α = " + to_text(options.alpha));
  }
  return text.empty() ? text : " (" + text + ")";
}

}  // namespace

std::string title(const SamplingStudy& study) {
  const SamplerOptions& options = study.request.sampler;
  return sampler_info(options.sampler).title + choices(options) + " · " + data_title(*study.data);
}

std::string finding(const SamplingStudy& study) {
  const auto n = static_cast<std::size_t>(study.resampled.synthetic.size());
  if (n == 0) {
    std::string text;
    for (std::size_t label = 0; label < study.counts_before.size() && label < 4; ++label) {
      text += (label == 0 ? "" : " : ") + count_text(study.counts_before[label]);
    }
    return "no synthetic points; the classes have " + text +
           (study.counts_before.size() > 4 ? " : … points" : " points");
  }
  const SamplingDiagnostics& diagnostics = study.diagnostics;
  std::string text = count_text(n) + (n == 1 ? " synthetic point" : " synthetic points") +
                     " from " + sources(study) + " (" + growth(study) + ")";
  if (std::isfinite(diagnostics.share_in_majority_region)) {
    text += "; " + percent(1 - diagnostics.share_in_majority_region) +
            " lie where their own class prevails";
  }
  if (std::isfinite(diagnostics.mean_majority_distance)) {
    text += "; " + short_number(diagnostics.mean_majority_distance) +
            " from the nearest other class on average";
    if (std::isfinite(diagnostics.mean_majority_distance_before)) {
      text += ", the originals " + short_number(diagnostics.mean_majority_distance_before);
    }
  }
  return text;
}

}  // namespace baryscope
