#include "viz/draw/make_page.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

#include "viz/draw/drawing.h"
#include "viz/draw/drawing_list.h"
#include "viz/draw/overlay.h"
#include "viz/draw/page_faces.h"
#include "viz/draw/page_furniture.h"
#include "viz/draw/page_glyph.h"
#include "viz/draw/page_strokes.h"
#include "viz/draw/page_view.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

/// A group and how far away it is.
struct Placed {
  double depth = 0;
  PageGroup group;
};

class PanelPainter {
 public:
  PanelPainter(const Scene& scene, const Camera& camera, const Viewport& viewport)
      : m_scene(scene), m_view(scene, camera, viewport), m_list(make_drawing_list(scene)) {}

  std::vector<PageGroup> paint();

 private:
  void add_paper();
  void add_hulls(bool towards_eye);
  void add_cells();
  void add_surfaces();
  void add_strokes();
  void add_marks();
  void add_placed();
  void add_overlay();

  const Scene& m_scene;
  PageView m_view;
  DrawingList m_list;
  std::vector<Placed> m_placed;
  std::vector<PageGroup> m_groups;
};

void PanelPainter::add_paper() {
  if (m_scene.theme.transparent) {
    return;
  }
  const double width = m_view.viewport().width, height = m_view.viewport().height;
  PagePath paper;
  paper.outlines.push_back({{{{0, 0}}, {{width, 0}}, {{width, height}}, {{0, height}}}});
  Color top = m_scene.theme.paper_top, bottom = m_scene.theme.paper_bottom;
  top.alpha = bottom.alpha = 1;
  if (top == bottom) {
    paper.fill = top;
  } else {
    paper.fill = Gradient{false, {0, 0}, {0, height}, {{0, top}, {1, bottom}}};
  }
  PageGroup& group = m_groups.emplace_back();
  group.part = "paper";
  group.items.emplace_back(std::move(paper));
}

void PanelPainter::add_hulls(bool towards_eye) {
  for (const DrawnFace& face : m_list.hulls) {
    if (faces_the_eye(m_view, face) == towards_eye) {
      if (auto path = face_path(m_view, face, true)) {
        m_groups.push_back({.subject = face.subject, .items = {std::move(*path)}});
      }
    }
  }
}

void PanelPainter::add_cells() {
  std::vector<Vec3> centers;
  for (const DrawnFace& face : m_list.cells) {
    centers.push_back((1.0 / 3) * (face.corners[0] + face.corners[1] + face.corners[2]));
  }
  for (const int i : painters_order(centers, m_view.camera())) {
    const DrawnFace& face = m_list.cells[static_cast<std::size_t>(i)];
    if (auto path = face_path(m_view, face, false)) {
      m_groups.push_back({.subject = face.subject, .items = {std::move(*path)}});
    }
  }
}

void PanelPainter::add_surfaces() {
  std::vector<Vec3> centers;
  for (const DrawnFace& face : m_list.surfaces) {
    centers.push_back((1.0 / 3) * (face.corners[0] + face.corners[1] + face.corners[2]));
  }
  PageGroup group;
  group.part = "boundary";
  for (const int i : painters_order(centers, m_view.camera())) {
    if (auto path = surface_path(m_view, m_list.surfaces[static_cast<std::size_t>(i)])) {
      group.items.emplace_back(std::move(*path));
    }
  }
  if (!group.items.empty()) {
    m_groups.push_back(std::move(group));
  }
}

void PanelPainter::add_strokes() {
  const std::vector<DrawnStroke>& strokes = m_list.strokes;
  for (std::size_t i = 0; i < strokes.size();) {
    std::size_t end = i + 1;
    while (end < strokes.size() && strokes[end].bend && strokes[end].bend->begins > 0) {
      ++end;  // the same curve goes on
    }
    const std::span<const DrawnStroke> pieces(&strokes[i], end - i);
    i = end;
    const DrawnStroke& stroke = pieces.front();
    if (!is_seen(m_view, stroke)) {
      continue;
    }
    PageGroup group{.subject = stroke.subject, .opacity = stroke.opacity};
    for (PagePath& path : plain_stroke(m_view, pieces)) {
      group.items.emplace_back(std::move(path));
    }
    if (!group.items.empty()) {
      // Of lines in one place the wider is in front.
      const double depth = 0.5 * (m_view.depth(stroke.from) + m_view.depth(pieces.back().to));
      m_placed.push_back({depth, std::move(group)});
    }
  }
}

void PanelPainter::add_marks() {
  for (const DrawnMark& mark : m_list.marks) {
    const auto at = m_view.project(mark.position);
    if (!at) {
      continue;
    }
    const double fraction = 0.8 * m_view.fraction(mark.position);
    GlyphLook look;
    look.center = {at->x, at->y};
    look.radius = mark.radius * m_view.size(mark.position);
    look.color = mark.color;
    look.paper = m_view.paper(at->y);
    look.fog = m_view.haze(fraction);
    look.halo = 1.4 * m_view.stroke_scale();
    look.ring_width = 2 * std::max(0.09, 1.1 * look.halo / look.radius);
    PageGroup group{.subject = mark.subject, .opacity = mark.opacity};
    for (PagePath& path : glyph_paths(mark.glyph, look)) {
      group.items.emplace_back(std::move(path));
    }
    const double reach = look.radius * m_view.world_per_pixel(at->depth);
    m_placed.push_back({at->depth - reach, std::move(group)});
  }
}

void PanelPainter::add_placed() {
  std::stable_sort(m_placed.begin(), m_placed.end(),
                   [](const Placed& a, const Placed& b) { return a.depth > b.depth; });
  for (Placed& placed : m_placed) {
    m_groups.push_back(std::move(placed.group));
  }
}

void PanelPainter::add_overlay() {
  Overlay overlay(Overlay::Form::parts);
  overlay.set_scene({std::shared_ptr<const Scene>(), &m_scene});
  overlay.lay_out(m_view.camera(), m_view.viewport(), 1);
  std::vector<PageGroup> groups = furniture_groups(overlay.parts());
  std::move(groups.begin(), groups.end(), std::back_inserter(m_groups));
}

std::vector<PageGroup> PanelPainter::paint() {
  add_paper();
  if (auto regions = region_paths(m_view, m_list.regions); !regions.empty()) {
    PageGroup& group = m_groups.emplace_back();
    group.part = "regions";
    group.items.assign(std::make_move_iterator(regions.begin()),
                       std::make_move_iterator(regions.end()));
  }
  const bool flat_cells = has_flat_cells(m_scene, bounds(m_scene));
  if (flat_cells) {
    add_cells();
  }
  add_hulls(false);
  add_strokes();
  add_marks();
  add_placed();
  add_surfaces();
  if (!flat_cells) {
    add_cells();
  }
  add_hulls(true);
  add_overlay();
  return std::move(m_groups);
}

PagePath rule_path(const Rule& rule, double scale) {
  constexpr double strength = 0.16;
  const double left = rule.left / scale, right = (rule.left + rule.width) / scale;
  const double top = rule.top / scale, bottom = rule.bottom / scale;
  PagePath path;
  path.outlines.push_back({{{{left, top}}, {{right, top}}, {{right, bottom}}, {{left, bottom}}}});
  Color ink = rule.ink;
  ink.alpha = strength;
  path.fill = ink;
  return path;
}

}  // namespace

Page make_page(const Figure& figure, const Camera& camera) {
  Page page;
  page.scale = figure.scale;
  page.width = figure.width / figure.scale;
  page.height = figure.height / figure.scale;
  for (const FigurePanel& panel : figure.panels) {
    PagePanel& part = page.panels.emplace_back();
    part.left = panel.left / figure.scale;
    part.top = panel.top / figure.scale;
    part.width = panel.width / figure.scale;
    part.height = panel.height / figure.scale;
    const Viewport viewport = figure_viewport(*panel.scene, part.width, part.height);
    part.groups = PanelPainter(*panel.scene, camera, viewport).paint();
  }
  if (!figure.rules.empty()) {
    PagePanel& part = page.panels.emplace_back();
    part.width = page.width;
    part.height = page.height;
    PageGroup& group = part.groups.emplace_back();
    group.part = "rule";
    for (const Rule& rule : figure.rules) {
      group.items.emplace_back(rule_path(rule, figure.scale));
    }
  }
  return page;
}

}  // namespace baryscope
