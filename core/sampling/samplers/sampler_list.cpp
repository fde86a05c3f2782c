/// The one list of samplers.
#include "core/sampling/samplers/sampler_list.h"

#include <algorithm>
#include "core/base/error.h"

#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

/// The options that every simplicial sampler reads.
std::vector<std::string> simplicial_options(std::vector<std::string> own) {
  std::vector<std::string> options = {"k-neighbors"};
  options.insert(options.end(), own.begin(), own.end());
  options.insert(options.end(), {"arity", "alpha", "boundary-bias", "bias-strength",
                                 "sampling-strategy", "standardize", "clique-limit", "seed"});
  return options;
}

const std::vector<SamplerRow>& sampler_rows() {
  static const std::vector<SamplerRow> rows = {
      {{"none", "No sampling", "Leaves the data as it is.", "", {}, DrawnFrom::nothing}, nullptr},
      {{"random",
        "Random over-sampling",
        "Repeats points of the class, each as likely as any other.",
        "x = x_i",
        {"sampling-strategy", "seed"},
        DrawnFrom::points},
       sample_random},
      {{"smote",
        "SMOTE",
        "Points on the line from a point of the class to one of its k nearest.",
        "x = x_i + u (x_nn − x_i), u ~ U[0, 1)",
        {"k-neighbors", "sampling-strategy", "standardize", "seed"},
        DrawnFrom::edges,
        true},
       sample_smote},
      {{"borderline-smote-1",
        "Borderline-SMOTE 1",
        "SMOTE from points in danger only: at least half of their m nearest are of other classes, "
        "but not all.",
        "x = x_i + u (x_nn − x_i), i in danger",
        {"k-neighbors", "m-neighbors", "sampling-strategy", "standardize", "seed"},
        DrawnFrom::edges},
       sample_borderline_smote_1},
      {{"borderline-smote-2",
        "Borderline-SMOTE 2",
        "As Borderline-SMOTE 1 with neighbours of every class, towards other classes less than "
        "half the way.",
        "x = x_i + u w (x_nn − x_i), w ~ U[0, ½) towards another class, else 1",
        {"k-neighbors", "m-neighbors", "sampling-strategy", "standardize", "seed"},
        DrawnFrom::edges},
       sample_borderline_smote_2},
      {{"adasyn",
        "ADASYN",
        "SMOTE with more points where more of the k nearest neighbours are of other classes.",
        "g_i = round(r_i / Σ r · G)",
        {"k-neighbors", "sampling-strategy", "standardize", "seed"},
        DrawnFrom::edges},
       sample_adasyn},
      {{"simplicial-smote", "Simplicial SMOTE",
        "Points inside the maximal simplices of the neighbourhood graph's clique complex.",
        "x = Σ_v b_v x_v, b ~ Dirichlet(α), P(s) ∝ N_s · C(s, p)", simplicial_options({}),
        DrawnFrom::simplices},
       sample_simplicial_smote},
      {{"borderline-simplicial-smote", "Borderline Simplicial SMOTE",
        "Simplicial SMOTE on the graph of points in danger and their neighbours in the class.",
        "x = Σ_v b_v x_v, edges from points in danger", simplicial_options({"m-neighbors"}),
        DrawnFrom::simplices},
       sample_borderline_simplicial},
      {{"safe-level-simplicial", "Safe-Level Simplicial SMOTE",
        "Simplicial SMOTE drawn towards vertices with neighbours of their own class.",
        "b ~ Dirichlet(α + n_v), n_v of the 5 nearest are of the class", simplicial_options({}),
        DrawnFrom::simplices},
       sample_safe_level_simplicial},
      {{"adasyn-simplicial", "ADASYN Simplicial SMOTE",
        "Simplices around vertices whose neighbours are of other classes.",
        "v with P ∝ r_v, a maximal simplex with v, b ~ Dirichlet(α)", simplicial_options({}),
        DrawnFrom::simplices},
       sample_adasyn_simplicial},
  };
  return rows;
}

}  // namespace

const std::vector<SamplerInfo>& samplers() {
  static const std::vector<SamplerInfo> infos = [] {
    std::vector<SamplerInfo> all;
    for (const SamplerRow& row : sampler_rows()) {
      all.push_back(row.info);
    }
    return all;
  }();
  return infos;
}

const SamplerInfo& baseline_sampler() {
  return *std::find_if(samplers().begin(), samplers().end(),
                       [](const SamplerInfo& info) { return info.baseline; });
}

const SamplerRow& sampler_row(std::string_view name) {
  std::vector<std::string> names;
  for (const SamplerRow& row : sampler_rows()) {
    if (row.info.name == name) {
      return row;
    }
    names.push_back(row.info.name);
  }
  throw UsageError(unknown_name_message("sampler", name, names));
}

const SamplerInfo& sampler_info(std::string_view name) { return sampler_row(name).info; }

const std::vector<std::string>& boundary_biases() {
  static const std::vector<std::string> names = {"none", "simplex", "dirichlet", "facet", "tilt"};
  return names;
}

}  // namespace baryscope
