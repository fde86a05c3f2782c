#include "core/sampling/studies/sampling_options.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/options/option_row.h"
#include "core/sampling/samplers/sampling_strategy.h"

namespace baryscope {
namespace {

constexpr const char* k_group = "samples";
constexpr double k_most_points = 1e6;

OptionSpec row(std::string id, OptionType type, std::string default_value, std::string help) {
  return option_row(std::move(id), type, std::move(default_value), k_group, std::move(help));
}

OptionSpec choice(std::string id, std::vector<std::string> choices, std::string default_value,
                  std::string help) {
  OptionSpec spec =
      row(std::move(id), OptionType::choice, std::move(default_value), std::move(help));
  spec.choices = std::move(choices);
  return spec;
}

OptionSpec bounded(std::string id, OptionType type, double default_value, double minimum,
                   std::optional<double> maximum, std::string help) {
  OptionSpec spec = row(std::move(id), type, to_text(default_value), std::move(help));
  spec.minimum = minimum;
  spec.maximum = maximum;
  return spec;
}

OptionSpec count(std::string id, double default_value, double minimum, double maximum,
                 std::string value_name, std::string help) {
  OptionSpec spec =
      bounded(std::move(id), OptionType::integer, default_value, minimum, maximum, std::move(help));
  spec.default_value = to_text(static_cast<std::int64_t>(default_value));
  spec.value_name = std::move(value_name);
  return spec;
}

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const SamplerInfo& info : samplers()) {
    names.push_back(info.name);
  }
  return names;
}

std::string canonical_data_set(std::string_view value) {
  std::vector<std::string> names;
  for (const DataSetInfo& info : data_sets()) {
    if (info.name == value) {
      return std::string(value);
    }
    names.push_back(info.name);
  }
  if (!is_data_file(std::string(value))) {
    throw UsageError(unknown_name_message("data set", value, names) +
                     "; or the path of a .csv or .npy file");
  }
  return std::string(value);
}

std::string canonical_label_column(std::string_view value) {
  if (value.empty() || value == "=") {
    throw UsageError("expected auto, or a column's name or its number from 1");
  }
  return std::string(value);
}

void append_data(std::vector<OptionSpec>& rows) {
  const DataRequest data;
  OptionSpec name = row("dataset", OptionType::text, data.data_set,
                        "The data to sample: a generator's name, or a .csv or .npy file.");
  for (const DataSetInfo& info : data_sets()) {
    name.choices.push_back(info.name);
  }
  name.value_name = "DATA";
  name.parse = canonical_data_set;
  rows.push_back(std::move(name));
  rows.push_back(count("n-samples", data.n_samples, 4, k_most_points, "N",
                       "Generated data: points in total."));
  rows.push_back(bounded("imbalance", OptionType::number, data.imbalance, 1, 1e6,
                         "Generated data: so many points of the majority to one of the minority."));
  rows.push_back(bounded("noise", OptionType::number, data.noise, 0, 100,
                         "Generated data: standard deviation of what is added to every "
                         "coordinate."));
  rows.push_back(choice("missing", {"refuse", "drop"}, data.missing,
                        "Files: rows with a missing value are an error, or are left out."));
  OptionSpec label =
      row("label-column", OptionType::text, data.label_column,
          "CSV files: the column of the classes, by its name or its number from 1 (=NAME forces a "
          "name); auto is the one called label, else class, else target, else the last.");
  label.choices = {data.label_column};
  label.value_name = "COLUMN";
  label.parse = canonical_label_column;
  rows.push_back(std::move(label));
}

void append_sampler(std::vector<OptionSpec>& rows) {
  const SamplerOptions options;
  rows.push_back(choice("sampler", sampler_names(), options.sampler,
                        "How synthetic points are made, x = Σ b_v x_v over the vertices of a "
                        "point, an edge or a simplex."));
  std::vector<std::string> compared = {"off"};
  for (std::string& name : sampler_names()) {
    compared.push_back(std::move(name));
  }
  rows.push_back(choice("compare-sampler", std::move(compared), "off",
                        "A second sampler beside the first, on the same data."));
  rows.push_back(count("k-neighbors", options.k_neighbors, 1, 10000, "K",
                       "Nearest neighbours of a point that its graph connects it with."));
  rows.push_back(count("m-neighbors", options.m_neighbors, 1, 10000, "M",
                       "Borderline samplers: a point is in danger if at least half of its m "
                       "nearest neighbours, but not all, are of other classes."));
  rows.push_back(count("arity", options.arity, 1, 10000, "P",
                       "p: vertices of a sampled simplex at most; 2 are edges, 3 triangles."));
  rows.push_back(bounded("alpha", OptionType::number, options.alpha, 1e-6, 1e6,
                         "α of the Dirichlet distribution of b: 1 is uniform, less seeks the "
                         "vertices, more the middle."));
  rows.push_back(choice("boundary-bias", boundary_biases(), options.boundary_bias,
                        "Draws simplicial samples towards other classes: by the choice of the "
                        "simplex, by the Dirichlet parameters, towards a facet, or by the distance "
                        "(tilt)."));
  rows.push_back(bounded("bias-strength", OptionType::number, options.bias_strength, 0, 1e6,
                         "γ of the boundary bias; 0 is none."));
  OptionSpec strategy =
      row("sampling-strategy", OptionType::text, options.sampling_strategy,
          "How many points afterwards: auto (all classes as many as the largest), minority, not "
          "minority, not majority, all, a ratio minority/majority, or a=500,b=300.");
  strategy.choices = {"auto", "minority", "not minority", "not majority", "all"};
  strategy.value_name = "CLASS=N,…";
  strategy.parse = canonical_strategy;
  rows.push_back(std::move(strategy));
  rows.push_back(row("standardize", OptionType::flag, "off",
                     "Finds neighbours by columns of mean 0 and variance 1; the points keep their "
                     "units."));
  rows.push_back(count("clique-limit", static_cast<double>(options.most_cliques), 1, 1e8, "N",
                       "Refuses graphs with more maximal simplices than this."));
}

void append_judgement(std::vector<OptionSpec>& rows) {
  const SamplingRequest request;
  rows.push_back(choice("classifier", {"none", "knn", "logistic"}, request.classifier,
                        "Whose decision regions and scores are shown: 5 nearest neighbours or "
                        "logistic regression."));
  rows.push_back(count("folds", request.n_folds, 2, 20, "N", "Parts of the cross-validation."));
}

template <class Number>
void take_number(const OptionValues& values, std::string_view id, Number& target) {
  if (values.table().find_spec(id) != nullptr) {
    target = static_cast<Number>(values.find_number(id).value());
  }
}

template <class Integer>
void take_integer(const OptionValues& values, std::string_view id, Integer& target) {
  if (values.table().find_spec(id) != nullptr) {
    target = static_cast<Integer>(values.find_integer(id).value());
  }
}

}  // namespace

std::vector<OptionSpec> sampling_options() {
  std::vector<OptionSpec> rows;
  append_data(rows);
  append_sampler(rows);
  append_judgement(rows);
  return rows;
}

SamplerOptions make_sampler_options(const OptionValues& values) {
  SamplerOptions options;
  options.sampler = values.text("sampler");
  take_integer(values, "k-neighbors", options.k_neighbors);
  take_integer(values, "m-neighbors", options.m_neighbors);
  take_integer(values, "arity", options.arity);
  take_number(values, "alpha", options.alpha);
  options.boundary_bias = values.text("boundary-bias");
  take_number(values, "bias-strength", options.bias_strength);
  options.sampling_strategy = values.text("sampling-strategy");
  options.standardize = values.flag("standardize");
  take_integer(values, "clique-limit", options.most_cliques);
  take_integer(values, "seed", options.seed);
  return options;
}

std::vector<SamplingRequest> make_sampling_requests(const OptionValues& values) {
  SamplingRequest request;
  request.sampler = make_sampler_options(values);
  request.data.data_set = values.text("dataset");
  take_integer(values, "n-samples", request.data.n_samples);
  take_number(values, "imbalance", request.data.imbalance);
  take_number(values, "noise", request.data.noise);
  request.data.missing = values.text("missing");
  request.data.label_column = values.text("label-column");
  request.data.seed = request.sampler.seed;
  request.classifier = values.text("classifier");
  take_integer(values, "folds", request.n_folds);
  if (values.table().find_spec("cpu") != nullptr) {
    request.cpu = values.text("cpu");
  }
  std::vector<SamplingRequest> requests = {request};
  if (const std::string& other = values.text("compare-sampler"); other != "off") {
    requests.push_back(request);
    requests.back().sampler.sampler = other;
  }
  return requests;
}

}  // namespace baryscope
