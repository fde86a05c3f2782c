#include "viz/draw/page_panel.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "core/base/log.h"
#include "core/base/number_text.h"
#include "viz/draw/drawing.h"
#include "viz/draw/drawing_list.h"
#include "viz/draw/overlay.h"
#include "viz/draw/page_crests.h"
#include "viz/draw/page_faces.h"
#include "viz/draw/page_furniture.h"
#include "viz/draw/page_glyph.h"
#include "viz/draw/page_order.h"
#include "viz/draw/page_strokes.h"
#include "viz/draw/page_view.h"
#include "viz/scene/scene_time.h"

namespace baryscope {
namespace {

constexpr std::size_t k_most_shaded = 1500;  // strokes: more would make large files

class PanelPainter {
 public:
  PanelPainter(const Scene& scene, const Camera& camera, const Viewport& viewport,
               const PageStyle& style)
      : m_scene(scene),
        m_view(scene, camera, viewport),
        m_list(make_drawing_list(scene)),
        m_shaded(style.shaded && m_list.strokes.size() <= k_most_shaded),
        m_flow(still_flow(scene)) {}

  std::vector<PageGroup> paint();

 private:
  void warn_of_many() const;
  void add_paper();
  void add_regions();
  void add_flat_cells();
  void add_face(const DrawnFace& face, PagePath path, int layer, double lead = 0);
  void add_faces(bool with_cells);
  void add_strokes();
  void add_marks();
  void add_in_order();
  void add_overlay();
  [[nodiscard]] std::optional<PageGroup> group_of(const OrderedThing& thing) const;

  const Scene& m_scene;
  PageView m_view;
  DrawingList m_list;
  bool m_shaded;
  double m_flow;  ///< phase of the pulses; negative: none

  // What is put in order, and what is drawn for each.
  struct FaceToDraw {
    Subject subject;
    PagePath path;
  };
  std::vector<OrderedFace> m_faces;
  std::vector<FaceToDraw> m_drawn_faces;
  std::vector<OrderedLine> m_lines;
  std::vector<std::span<const DrawnStroke>> m_drawn_lines;
  std::vector<OrderedMark> m_marks;
  std::vector<const DrawnMark*> m_drawn_marks;
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

void PanelPainter::add_regions() {
  std::vector<PagePath> regions = region_paths(m_view, m_list.regions);
  if (regions.empty()) {
    return;
  }
  PageGroup& group = m_groups.emplace_back();
  group.part = "regions";
  group.items.assign(std::make_move_iterator(regions.begin()),
                     std::make_move_iterator(regions.end()));
}

void PanelPainter::add_flat_cells() {
  for (const DrawnFace& face : m_list.cells) {
    if (auto path = face_path(m_view, face, false)) {
      m_groups.push_back({.subject = face.subject, .items = {std::move(*path)}});
    }
  }
}

void PanelPainter::add_face(const DrawnFace& face, PagePath path, int layer, double lead) {
  OrderedFace ordered;
  ordered.layer = layer;
  ordered.lead = lead;
  for (const Vec3& corner : face.corners) {
    ordered.corners.push_back(*m_view.deep(corner));  // it has a path
  }
  m_faces.push_back(std::move(ordered));
  m_drawn_faces.push_back({face.subject, std::move(path)});
}

void PanelPainter::add_faces(bool with_cells) {
  constexpr int behind = 0, inside = 1, before = 2;  // a hull
  for (const DrawnFace& face : m_list.hulls) {
    if (auto path = face_path(m_view, face, true)) {
      add_face(face, std::move(*path), faces_the_eye(m_view, face) ? before : behind);
    }
  }
  for (const DrawnFace& face : m_list.surfaces) {
    if (auto path = surface_path(m_view, face)) {
      add_face(face, std::move(*path), inside);
    }
  }
  for (std::size_t i = 0; with_cells && i < m_list.cells.size(); ++i) {
    const DrawnFace& face = m_list.cells[i];
    if (auto path = face_path(m_view, face, false)) {
      // Pipes along a triangle's sides and points at its corners stand whole before it.
      const double depth = m_view.depth(face.corners[0]);
      const double lead = 10 * m_view.stroke_scale() * m_view.world_per_pixel(depth);
      add_face(face, std::move(*path), inside,
               m_view.near_at_depth(depth) - m_view.near_at_depth(depth + lead));
    }
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
    const auto first = seen_stroke(m_view, pieces.front());
    const auto last = seen_stroke(m_view, pieces.back());
    if (!first || !last || !is_seen(m_view, pieces.front())) {
      continue;
    }
    const auto deep = [this](const ScreenPoint& at) {
      return DeepPoint{at.x, at.y, m_view.near_at_depth(at.depth)};
    };
    const double radius =
        0.5 * pieces.front().width * (0.5 * (m_view.size(first->from) + m_view.size(last->to)));
    m_lines.push_back(
        {deep(first->start), deep(last->end), radius, pieces.front().bend.has_value()});
    m_drawn_lines.push_back(pieces);
  }
}

/// How far its front stands before its place, in radii, as points.frag has it.
double lift_of(Glyph glyph) {
  switch (glyph) {
    case Glyph::sphere:
    case Glyph::ring:
    case Glyph::disc:
    case Glyph::square:
    case Glyph::triangle:
      return 1;
    case Glyph::octahedron:
      return 1.4;
    case Glyph::diamond:
      return 2.4;
    case Glyph::hollow_diamond:
      return 2;
    case Glyph::hollow_disc:
      return 0.8;
    case Glyph::cross:
    case Glyph::plus:
      return 0.5;
  }
  return 1;
}

void PanelPainter::add_marks() {
  for (const DrawnMark& mark : m_list.marks) {
    const auto at = m_view.project(mark.position);
    if (!at) {
      continue;
    }
    const double radius = mark.radius * m_view.size(mark.position);
    const double depth = at->depth;
    const double lift = lift_of(mark.glyph) * radius * m_view.world_per_pixel(depth);
    const double front = m_view.near_at_depth(depth) + m_view.near_at_depth(depth) -
                         m_view.near_at_depth(depth + lift);
    m_marks.push_back(
        {{at->x, at->y, m_view.near_at_depth(depth)}, radius, front, mark.glyph == Glyph::sphere});
    m_drawn_marks.push_back(&mark);
  }
}

PageGroup mark_group(const PageView& view, const DrawnMark& mark, PagePoint at) {
  GlyphLook look;
  look.center = at;
  look.radius = mark.radius * view.size(mark.position);
  look.color = mark.color;
  look.paper = view.paper(at.y);
  look.fog = view.haze(0.8 * view.fraction(mark.position));
  look.halo = 1.4 * view.stroke_scale();
  look.ring_width = 2 * std::max(0.09, 1.1 * look.halo / look.radius);
  PageGroup group{.subject = mark.subject, .opacity = mark.opacity};
  for (PagePath& path : glyph_paths(mark.glyph, look)) {
    group.items.emplace_back(std::move(path));
  }
  return group;
}

std::optional<PageGroup> PanelPainter::group_of(const OrderedThing& thing) const {
  const auto at = static_cast<std::size_t>(thing.index);
  if (thing.kind == OrderedThing::Kind::mark) {
    const DeepPoint& center = m_marks[at].center;
    return mark_group(m_view, *m_drawn_marks[at], {center.x, center.y});
  }
  PageGroup group;
  if (thing.kind == OrderedThing::Kind::face) {
    const FaceToDraw& face = m_drawn_faces[at];
    PagePath path = face.path;
    const bool cut = thing.corners.size() != 3 || thing.corners[0].x != m_faces[at].corners[0].x ||
                     thing.corners[1].x != m_faces[at].corners[1].x ||
                     thing.corners[2].x != m_faces[at].corners[2].x;
    if (cut) {
      PageOutline outline;
      for (const DeepPoint& corner : thing.corners) {
        outline.nodes.push_back({{corner.x, corner.y}});
      }
      path.outlines = {std::move(outline)};
      path.sharp = true;
    }
    group.subject = face.subject;
    group.items.emplace_back(std::move(path));
    return group;
  }
  const std::span<const DrawnStroke> pieces = m_drawn_lines[at];
  const DrawnStroke& stroke = pieces.front();
  std::vector<PagePath> paths =
      stroke.bend ? curve_paths(m_view, pieces, m_shaded)
                  : stroke_paths(m_view, stroke, {m_shaded, thing.from, thing.to});
  if (paths.empty()) {
    return std::nullopt;
  }
  if (m_shaded && m_flow >= 0 && stroke.pulse > 0) {
    for (PagePath& crest :
         crest_paths(m_view, pieces, {m_flow, m_scene.pulse_spacing}, {thing.from, thing.to})) {
      paths.push_back(std::move(crest));
    }
  }
  group.subject = stroke.subject;
  group.opacity = stroke.opacity;
  group.items.assign(std::make_move_iterator(paths.begin()), std::make_move_iterator(paths.end()));
  return group;
}

void PanelPainter::add_in_order() {
  const PageOrder order = order_page(m_faces, m_lines, m_marks);
  if (!order.complete) {
    log(LogLevel::info,
        "the faces of this picture are too many, or cross too often, to be cut; they are drawn by "
        "their centres");
  }
  for (const OrderedThing& thing : order.things) {
    if (auto group = group_of(thing)) {
      m_groups.push_back(std::move(*group));
    }
  }
}

void PanelPainter::add_overlay() {
  Overlay overlay(Overlay::Form::parts);
  overlay.set_scene({std::shared_ptr<const Scene>(), &m_scene});
  overlay.lay_out(m_view.camera(), m_view.viewport(), 1);
  std::vector<PageGroup> groups = furniture_groups(overlay.parts());
  std::move(groups.begin(), groups.end(), std::back_inserter(m_groups));
}

void PanelPainter::warn_of_many() const {
  constexpr std::size_t k_many = 50'000;
  const std::size_t n = m_list.strokes.size() + m_list.marks.size() + m_list.cells.size() +
                        m_list.hulls.size() + m_list.surfaces.size() + m_list.regions.size();
  if (n > k_many) {
    log(LogLevel::warning, "a figure of " + to_text(static_cast<std::int64_t>(n)) +
                               " shapes: many viewers are slow with so many; a figure that ends in "
                               ".png holds them as pixels");
  }
}

std::vector<PageGroup> PanelPainter::paint() {
  warn_of_many();
  const bool flat_cells = has_flat_cells(m_scene, bounds(m_scene));
  add_paper();
  add_regions();
  if (flat_cells) {
    add_flat_cells();
  }
  add_faces(!flat_cells);
  add_strokes();
  add_marks();
  add_in_order();
  add_overlay();
  return std::move(m_groups);
}

}  // namespace

std::vector<PageGroup> panel_groups(const Scene& scene, const Camera& camera,
                                    const Viewport& viewport, const PageStyle& style) {
  return PanelPainter(scene, camera, viewport, style).paint();
}

}  // namespace baryscope
