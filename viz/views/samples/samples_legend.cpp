#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <cstddef>

#include "viz/scene/ticks.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_classes = 6;  // that are named one by one

bool has_cloud(const Scene& scene, const std::string& begin) {
  return std::any_of(scene.clouds.begin(), scene.clouds.end(), [&](const TokenCloud& cloud) {
    return cloud.name.rfind(begin, 0) == 0 && !cloud.points.empty();
  });
}
bool has_edges(const Scene& scene, const std::string& begin) {
  return std::any_of(scene.edges.begin(), scene.edges.end(), [&](const EdgeSet& set) {
    return set.name.rfind(begin, 0) == 0 && !set.edges.empty();
  });
}
bool has_cells(const Scene& scene, const std::string& begin) {
  return std::any_of(scene.triangles.begin(), scene.triangles.end(), [&](const TriangleSet& set) {
    return set.name.rfind(begin, 0) == 0 && !set.triangles.empty();
  });
}
const FieldMesh* find_field(const Scene& scene, const std::string& name) {
  for (const FieldMesh& field : scene.fields) {
    if (field.name == name) {
      return &field;
    }
  }
  return nullptr;
}

/// The largest class first, then the others by size.
std::vector<const ClassLook*> in_order(const SampleParts& parts) {
  std::vector<const ClassLook*> looks;
  looks.reserve(parts.classes.size());
  for (const ClassLook& look : parts.classes) {
    looks.push_back(&look);
  }
  std::stable_sort(looks.begin(), looks.end(), [](const ClassLook* a, const ClassLook* b) {
    return a->n_points > b->n_points;
  });
  return looks;
}

}  // namespace

void add_sample_legend(const SampleParts& parts, Scene& scene) {
  Legend& legend = scene.legend;
  legend.visible = parts.shows("legend");
  legend.title.clear();
  legend.color_map.clear();
  // The colour bar of the weights takes a part of the row.
  const bool weighted = has_edges(scene, "barycentric weights");
  const bool narrow = parts.request->width < (weighted ? 1100 : 800);
  const auto add = [&](Role role, std::optional<Glyph> glyph, const std::string& text,
                       bool dashed = false, bool filled = false) {
    legend.rows.push_back({role, glyph, dashed, filled, text});
  };
  const auto counted = [&](const std::string& name, std::size_t n) {
    return narrow ? name : name + " · " + count_text(n);
  };
  const std::vector<const ClassLook*> looks = in_order(parts);
  // Of many classes the smallest have colours of their own: they and the majority are named.
  std::vector<const ClassLook*> named = looks;
  if (looks.size() > k_most_classes) {
    named.erase(named.begin() + 1, named.end() - (static_cast<std::ptrdiff_t>(k_most_classes) - 1));
  }
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (named[i]->n_points > 0) {
      add(named[i]->role, named[i]->glyph, counted(named[i]->name, named[i]->n_points));
    }
  }
  if (looks.size() > k_most_classes) {
    add(Role::sixth_class, Glyph::square,
        count_text(looks.size() - k_most_classes) + " further classes");
  }
  if (has_cloud(scene, "synthetic ") || has_cloud(scene, "followed point")) {
    const bool one_color = std::all_of(looks.begin(), looks.end(), [](const ClassLook* look) {
      return look->n_synthetic == 0 || look->synthetic_role == Role::synthetic;
    });
    add(one_color ? Role::synthetic : Role::ink, Glyph::hollow_disc,
        has_cloud(scene, "synthetic ")
            ? counted(one_color ? "synthetic" : "synthetic, in the colour of its class",
                      static_cast<std::size_t>(parts.study->resampled.synthetic.size()))
            : "synthetic");
  }
  if (has_cloud(scene, "border points")) {
    add(Role::key, Glyph::ring, narrow ? "border" : "border point");
  }
  const Role graph_role = [&] {
    const auto& sampled = parts.study->resampled.classes;
    return sampled.size() == 1 ? parts.classes[static_cast<std::size_t>(sampled[0].label)].role
                               : Role::ink;
  }();
  if (has_cells(scene, "simplices of ")) {
    add(graph_role, std::nullopt, "simplex", false, true);
  } else if (has_edges(scene, "graph of ")) {
    add(graph_role, std::nullopt, narrow ? "edge" : "edge of the graph");
  }
  if (has_cells(scene, "the simplex") || has_edges(scene, "sides of the simplex")) {
    add(Role::synthetic, std::nullopt, "drawn simplex", false, true);
  }
  if (has_edges(scene, "boundary before")) {
    add(Role::ink, std::nullopt, narrow ? "before" : "boundary before", true);
  }
  if (has_edges(scene, "boundary after")) {
    add(Role::ink, std::nullopt, narrow ? "after" : "boundary after");
  }
  if (find_field(scene, "boundary before") != nullptr) {
    add(Role::ink, std::nullopt, narrow ? "before" : "boundary before", false, true);
  }
  if (find_field(scene, "boundary after") != nullptr) {
    add(looks.size() == 2 ? Role::hull : Role::ink, std::nullopt,
        narrow ? "after" : "boundary after", false, true);
  }
  if (weighted) {
    legend.title = "barycentric weight b";
    legend.color_map = parts.request->palette;
    legend.minimum = 0;
    legend.maximum = 1;
    legend.ticks = round_ticks(0, 1, 4);
  }
}

}  // namespace baryscope
