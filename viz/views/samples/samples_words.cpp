#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

std::string vertex_list(const std::vector<int>& rows) {
  std::string text;
  for (const int row : rows) {
    text += (text.empty() ? "" : ", ") + row_text(row);
  }
  return text;
}

std::string plural(std::size_t n, const std::string& one, const std::string& many) {
  return count_text(n) + " " + (n == 1 ? one : many);
}

/// "12 edges, 140 triangles, 9 tetrahedra, 2 larger".
std::string census(const SimplexList& simplices) {
  std::array<std::size_t, 5> n{};
  for (std::size_t s = 0; s < simplices.size(); ++s) {
    ++n[std::clamp<std::size_t>(simplices[s].size(), 1, 5) - 1];
  }
  static const std::array<std::array<const char*, 2>, 5> names = {{{"point", "points"},
                                                                   {"edge", "edges"},
                                                                   {"triangle", "triangles"},
                                                                   {"tetrahedron", "tetrahedra"},
                                                                   {"larger", "larger"}}};
  std::string text;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i] > 0) {
      text += (text.empty() ? "" : ", ") + plural(n[i], names[i][0], names[i][1]);
    }
  }
  return text;
}

/// "4 to 1", "2.5 to 1".
std::string ratio_text(double ratio) {
  const double tenths = std::round(10 * ratio) / 10;
  return to_text(tenths, tenths == std::round(tenths) || tenths >= 10 ? 0 : 1) + " to 1";
}

std::string data_words(const SampleParts& parts) {
  const ClassLook& largest = parts.classes[static_cast<std::size_t>(parts.majority)];
  std::string text = plural(largest.n_points, "point", "points") + " in " + largest.name;
  std::size_t least = largest.n_points;
  for (std::size_t c = 0; c < parts.classes.size(); ++c) {
    if (static_cast<int>(c) != parts.majority) {
      text += ", " + count_text(parts.classes[c].n_points) + " in " + parts.classes[c].name;
      least = std::min(least, parts.classes[c].n_points);
    }
  }
  return text + (parts.classes.size() > 1 && least > 0
                     ? ": " + ratio_text(static_cast<double>(largest.n_points) /
                                         static_cast<double>(least))
                     : "");
}

std::string neighbor_words(const SampleParts& parts) {
  const std::vector<int> neighbors = parts.base_neighbors();
  const std::string base = row_text(parts.base_vertex());
  const std::string name =
      parts.classes[static_cast<std::size_t>(parts.followed_class->label)].name;
  if (neighbors.empty()) {
    return base + " (" + name + ") is joined to no other point";
  }
  const auto& labels = parts.study->data->labels;
  const bool own = std::all_of(neighbors.begin(), neighbors.end(), [&](int row) {
    return labels[static_cast<std::size_t>(row)] == parts.followed_class->label;
  });
  const bool one = neighbors.size() == 1;
  const std::string n = count_text(neighbors.size());
  // Borderline samplers join points in danger alone, also to points of other classes.
  if (!own || parts.study->request.sampler.sampler.rfind("borderline", 0) == 0) {
    return base + " (" + name + ") and the " +
           (one ? std::string("point") : n + " nearest points") +
           " that it is joined to: " + vertex_list(neighbors);
  }
  return base + " (" + name + ") and its " + (one ? std::string("nearest") : n + " nearest") +
         " of the same class: " + vertex_list(neighbors);
}

/// " of class 1" where several are sampled: the numbers of the whole study are larger then.
std::string of_class(const SampleParts& parts) {
  if (parts.study->resampled.classes.size() < 2) {
    return "";
  }
  return " of " + parts.classes[static_cast<std::size_t>(parts.followed_class->label)].name;
}

std::string graph_words(const SampleParts& parts) {
  const SampledClass& sampled = *parts.followed_class;
  const std::string& sampler = parts.study->request.sampler.sampler;
  if (sampled.edges.empty()) {
    return sampler_info(sampler).title + " joins no points";
  }
  const std::string n = plural(sampled.edges.size(), "edge", "edges") + of_class(parts);
  const std::string k = count_text(static_cast<std::size_t>(sampled.k));
  if (sampler.rfind("borderline", 0) == 0) {
    return n + ": every point in danger is joined to its " + k + " nearest";
  }
  return n + ": two points are joined where one is among the other's " + k + " nearest";
}

std::string simplex_words(const SampleParts& parts) {
  const SampledClass& sampled = *parts.followed_class;
  std::size_t largest = 0;
  for (std::size_t s = 0; s < sampled.simplices.size(); ++s) {
    largest = std::max(largest, sampled.simplices[s].size());
  }
  const std::string title = sampler_info(parts.study->request.sampler.sampler).title;
  if (largest <= 1) {
    return title + " draws from single points: " + census(sampled.simplices);
  }
  if (sampler_info(parts.study->request.sampler.sampler).drawn_from != DrawnFrom::simplices) {
    return title + " draws from edges alone: " + census(sampled.simplices) +
           ", and no triangle is filled";
  }
  return plural(sampled.simplices.size(), "maximal simplex", "maximal simplices") +
         of_class(parts) + ": " + census(sampled.simplices);
}

std::string chosen_words(const SampleParts& parts) {
  const SampledClass& sampled = *parts.followed_class;
  const std::vector<int> vertices = parts.chosen_vertices();
  const int base = synthetic_points(parts).bases.empty()
                       ? -1
                       : synthetic_points(parts).bases[static_cast<std::size_t>(*parts.followed)];
  std::string text = "{" + vertex_list(vertices) + "}";
  if (base < 0 || static_cast<std::size_t>(base) >= sampled.simplices.size()) {
    return text + " is drawn";
  }
  const auto s = static_cast<std::size_t>(base);
  const std::size_t n_whole = sampled.simplices[s].size();
  if (n_whole > vertices.size()) {
    text += ", " + count_text(vertices.size()) + " of the " + count_text(n_whole) +
            " vertices of a maximal simplex,";
  }
  text += " is drawn";
  const double p =
      s < sampled.probabilities.size()
          ? sampled.probabilities[s]
          : 1.0 / static_cast<double>(std::max<std::size_t>(sampled.simplices.size(), 1));
  return text + ": one of " + count_text(sampled.simplices.size()) + ", with probability " +
         value_text(100 * p) + " %";
}

std::string weight_words(const SampleParts& parts) {
  const std::vector<int> vertices = parts.chosen_vertices();
  const auto weights = synthetic_points(parts).coordinates_of(*parts.followed);
  std::string b, sum;
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    const std::string weight = to_text(weights[i], 2);
    b += (b.empty() ? "" : ", ") + weight;
    sum += (sum.empty() ? "" : " + ") + weight + " " + row_text(vertices[i]);
  }
  return "b = (" + b + "): x = Σ bᵥ xᵥ = " + sum;
}

std::string joined_words(const SampleParts& parts) {
  const auto label = static_cast<std::size_t>(parts.followed_class->label);
  const ClassLook& look = parts.classes[label];
  const std::size_t n_others = static_cast<std::size_t>(synthetic_points(parts).size()) - 1;
  return "it joins " + plural(n_others, "other", "others") + ": " + look.name + " grows from " +
         count_text(look.n_points) + " to " + count_text(parts.study->counts_after[label]) +
         " points";
}

}  // namespace

std::string sample_title(const SampleParts& parts) {
  std::string whole = title(*parts.study);
  if (!parts.step) {
    return whole;
  }
  return whole + " · step " + count_text(static_cast<std::size_t>(*parts.step)) + ": " +
         sampling_step_name(*parts.step);
}

std::string sample_finding(const SampleParts& parts) {
  if (!parts.step) {
    return parts.followed ? weight_words(parts) : finding(*parts.study);
  }
  if (*parts.step == 0) {
    return data_words(parts);
  }
  if (!parts.followed || parts.followed_class == nullptr) {
    return "no point is synthesised: the data stays as it is";
  }
  switch (*parts.step) {
    case 1:
      return neighbor_words(parts);
    case 2:
      return graph_words(parts);
    case 3:
      return simplex_words(parts);
    case 4:
      return chosen_words(parts);
    case 5:
      return weight_words(parts);
    default:
      return joined_words(parts);
  }
}

std::string sample_caption(const SampleParts& parts) {
  std::string caption;
  const auto add = [&](const std::string& sentence) {
    caption += (caption.empty() ? "" : " · ") + sentence;
  };
  for (const std::string& note : parts.study->notes) {
    add(note);
  }
  for (const ClassLook& look : parts.classes) {
    if (look.rows.size() < look.n_points) {
      add(count_text(look.rows.size()) + " of " + count_text(look.n_points) + " points of " +
          look.name + " drawn");
    }
  }
  std::size_t n_drawn = 0;
  for (const ClassLook& look : parts.classes) {
    n_drawn += look.synthetic.size();
  }
  const auto n_made = static_cast<std::size_t>(synthetic_points(parts).size());
  if (n_drawn < n_made) {
    add(count_text(n_drawn) + " of " + count_text(n_made) + " synthetic points drawn");
  }
  const auto has_surfaces = [](const auto& field) {
    return field != nullptr && field->n_nodes[2] > 1;
  };
  const std::size_t n_surfaces = parts.surface_classes().size();
  if (parts.look.regions > 0 && parts.shows("regions") && n_surfaces + 1 < parts.classes.size() &&
      (has_surfaces(parts.study->before) || has_surfaces(parts.study->after))) {
    add("boundaries of " + count_text(n_surfaces) + " classes drawn");
  }
  if (parts.edge_stride > 1) {
    add("one edge of the graph in " + count_text(parts.edge_stride) + " drawn");
  }
  if (parts.cell_stride > 1) {
    add("one simplex in " + count_text(parts.cell_stride) + " drawn");
  }
  return caption;
}

}  // namespace baryscope
