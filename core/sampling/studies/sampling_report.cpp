#include "core/sampling/studies/sampling_report.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace baryscope {
namespace {

using Json = nlohmann::ordered_json;

/// Whole numbers without a fraction; null for NaN and infinities.
Json number(double value) {
  if (!std::isfinite(value)) {
    return nullptr;
  }
  if (value == std::floor(value) && std::abs(value) < 0x1.0p53) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json numbers(const std::vector<double>& values) {
  Json json = Json::array();
  for (const double value : values) {
    json.push_back(number(value));
  }
  return json;
}

template <typename Value>
Json unless_missing(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// One option that mattered, under its own id.
void add_option(const SamplerOptions& options, const std::string& id, Json& json) {
  if (id == "k-neighbors") {
    json[id] = options.k_neighbors;
  } else if (id == "m-neighbors") {
    json[id] = options.m_neighbors;
  } else if (id == "arity") {
    json[id] = options.arity;
  } else if (id == "alpha") {
    json[id] = number(options.alpha);
  } else if (id == "boundary-bias") {
    json[id] = options.boundary_bias;
  } else if (id == "bias-strength") {
    if (options.boundary_bias != "none") {
      json[id] = number(options.bias_strength);
    }
  } else if (id == "sampling-strategy") {
    json[id] = options.sampling_strategy;
  } else if (id == "standardize") {
    json[id] = options.standardize;
  } else if (id == "clique-limit") {
    json[id] = options.most_cliques;
  } else {
    BARYSCOPE_CHECK(id == "seed");
    json[id] = options.seed;
  }
}

Json sampler_json(const SamplerOptions& options) {
  Json json = {{"name", options.sampler}};
  for (const std::string& id : sampler_info(options.sampler).options) {
    add_option(options, id, json);
  }
  return json;
}

Json data_json(const SamplingStudy& study) {
  const DataSet& data = *study.data;
  const DataRequest& request = study.request.data;
  Json json = {{"name", data.name}};
  if (is_data_file(request.data_set)) {
    json["file"] = request.data_set;
    json["missing"] = request.missing;
    json["label-column"] = request.label_column;
  } else {
    json["n-samples"] = request.n_samples;
    json["imbalance"] = number(request.imbalance);
    json["noise"] = number(request.noise);
    json["seed"] = request.seed;
  }
  json["n_points"] = data.n_points();
  json["n_features"] = data.n_features();
  json["features"] = data.features;
  json["label"] = data.label_name;
  json["classes"] = data.classes;
  return json;
}

Json counts_json(const SamplingStudy& study) {
  Json json = Json::object();
  for (std::size_t label = 0; label < study.counts_before.size(); ++label) {
    json[study.data->classes[label]] = {{"before", study.counts_before[label]},
                                        {"after", study.counts_after[label]}};
  }
  return json;
}

Json complex_json(const SamplingStudy& study) {
  Json neighbors = Json::object();
  for (const SampledClass& sampled : study.resampled.classes) {
    neighbors[study.data->classes[static_cast<std::size_t>(sampled.label)]] = sampled.k;
  }
  return {{"neighbors", std::move(neighbors)},
          {"n_edges", study.complex.n_edges},
          {"n_maximal", study.complex.n_maximal},
          {"maximal_by_arity", study.complex.maximal_by_arity},
          {"simplices_by_dimension", unless_missing(study.complex.simplices_by_dimension)},
          {"betti_numbers", unless_missing(study.complex.betti_numbers)}};
}

Json evaluation_json(const SamplingEvaluation& evaluation) {
  Json rows = Json::array();
  for (const EvaluationRow& row : evaluation.rows) {
    rows.push_back({{"sampler", row.sampler},
                    {"mean_f1", number(row.mean_f1)},
                    {"deviation_f1", number(row.deviation_f1)},
                    {"mean_mcc", number(row.mean_mcc)},
                    {"deviation_mcc", number(row.deviation_mcc)},
                    {"f1", numbers(row.f1)},
                    {"mcc", numbers(row.mcc)}});
  }
  return {{"classifier", evaluation.classifier},
          {"folds", evaluation.n_folds},
          {"n_points", evaluation.n_points},
          {"rows", std::move(rows)},
          {"notes", evaluation.notes}};
}

Json diagnostics_json(const SamplingStudy& study, const SamplingEvaluation* evaluation) {
  const SamplingDiagnostics& diagnostics = study.diagnostics;
  Json classes = Json::object();
  for (const SampledClass& sampled : study.resampled.classes) {
    const auto label = static_cast<std::size_t>(sampled.label);
    classes[study.data->classes[label]] = {
        {"mean_majority_distance", number(diagnostics.mean_majority_distance_by_class.at(label))},
        {"share_in_majority_region",
         number(diagnostics.share_in_majority_region_by_class.at(label))}};
  }
  return {{"mean_majority_distance", number(diagnostics.mean_majority_distance)},
          {"mean_majority_distance_before", number(diagnostics.mean_majority_distance_before)},
          {"share_in_majority_region", number(diagnostics.share_in_majority_region)},
          {"classes", std::move(classes)},
          {"evaluation", evaluation != nullptr ? evaluation_json(*evaluation) : Json(nullptr)}};
}

/// One field a line. Bytes that are no UTF-8 become U+FFFD.
std::string to_text(const Json& json) {
  std::string text = "{";
  for (const auto& [name, value] : json.items()) {
    text += text.size() > 1 ? ",\n" : "";
    text += Json(name).dump() + ":" + value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return text + "}";
}

std::string report(const SamplingStudy& study, const std::vector<SamplingEvaluation>& evaluations) {
  const SamplingEvaluation* own = nullptr;
  for (const SamplingEvaluation& evaluation : evaluations) {
    own = evaluation.request == study.request ? &evaluation : own;
  }
  return to_text({{"schema", 1},
                  {"baryscope", BARYSCOPE_VERSION},
                  {"sampler", sampler_json(study.request.sampler)},
                  {"data", data_json(study)},
                  {"counts", counts_json(study)},
                  {"complex", complex_json(study)},
                  {"diagnostics", diagnostics_json(study, own)},
                  {"notes", study.notes},
                  {"title", title(study)},
                  {"finding", finding(study)}});
}

}  // namespace

std::string to_sampling_report(const std::vector<std::shared_ptr<const SamplingStudy>>& studies,
                               const std::vector<SamplingEvaluation>& evaluations) {
  BARYSCOPE_CHECK(!studies.empty());
  if (studies.size() == 1) {
    return report(*studies.front(), evaluations) + "\n";
  }
  std::string text = "{\"schema\":1,\"reports\":[";
  for (std::size_t i = 0; i < studies.size(); ++i) {
    text += (i == 0 ? "\n" : ",\n") + report(*studies[i], evaluations);
  }
  return text + "]}\n";
}

}  // namespace baryscope
