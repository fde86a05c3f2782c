#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/base/number_text.h"
#include "viz/scene/scene.h"

namespace baryscope {
namespace {

std::string_view name(Role role) {
  switch (role) {
    case Role::query:
      return "query";
    case Role::key:
      return "key";
    case Role::key_prime:
      return "key-prime";
    case Role::output_inside:
      return "output-inside";
    case Role::output_outside:
      return "output-outside";
    case Role::hull:
      return "hull";
    case Role::attainable:
      return "attainable";
    case Role::native_triangle:
      return "native-triangle";
    case Role::derived_triangle:
      return "derived-triangle";
    case Role::positive:
      return "positive";
    case Role::negative:
      return "negative";
    case Role::minor:
      return "minor";
    case Role::majority:
      return "majority";
    case Role::minority:
      return "minority";
    case Role::third_class:
      return "third-class";
    case Role::fourth_class:
      return "fourth-class";
    case Role::fifth_class:
      return "fifth-class";
    case Role::sixth_class:
      return "sixth-class";
    case Role::synthetic:
      return "synthetic";
    case Role::ink:
      break;
  }
  return "ink";
}

std::string_view name(Glyph glyph) {
  switch (glyph) {
    case Glyph::sphere:
      return "sphere";
    case Glyph::octahedron:
      return "octahedron";
    case Glyph::diamond:
      return "diamond";
    case Glyph::hollow_diamond:
      return "hollow-diamond";
    case Glyph::disc:
      return "disc";
    case Glyph::cross:
      return "cross";
    case Glyph::hollow_disc:
      return "hollow-disc";
    case Glyph::square:
      return "square";
    case Glyph::triangle:
      return "triangle";
    case Glyph::plus:
      return "plus";
    case Glyph::ring:
      break;
  }
  return "ring";
}

/// Four decimals without trailing zeros; never "-0".
std::string number(double value) {
  std::string text = to_text(std::abs(value) < 0.00005 ? 0.0 : value, 4);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}
std::string number(int value) { return to_text(static_cast<std::int64_t>(value)); }

std::string text(Vec3 v) { return "(" + number(v.x) + " " + number(v.y) + " " + number(v.z) + ")"; }

std::string in_quotes(std::string_view raw) {
  std::string out = "\"";
  for (const char c : raw) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// " for token 7"; nothing of furniture.
std::string purpose(const Subject& subject) {
  return subject.none() ? "" : " for " + to_text(subject);
}

void add_points(std::string& out, const Scene& scene) {
  for (const TokenCloud& cloud : scene.clouds) {
    out += "cloud " + in_quotes(cloud.name) + "\n";
    for (const ScenePoint& p : cloud.points) {
      out += "  point " + text(p.position) + " " + std::string(name(p.glyph)) + " " +
             std::string(name(p.role)) + " radius " + number(p.radius) + " opacity " +
             number(p.opacity) + purpose(p.subject) + "\n";
    }
  }
}

/// " pulse 0.5"; nothing where nothing runs.
std::string pulse(double brightness) {
  return brightness == 0 ? "" : " pulse " + number(brightness);
}

/// What edges and curves have in common.
template <typename Line>
std::string stroke(const Line& line) {
  return " width " + number(line.width) + " weight " + number(line.weight) +
         (line.role ? " " + std::string(name(*line.role)) : std::string()) +
         (line.dashed ? " dashed" : "") + " opacity " + number(line.opacity) + pulse(line.pulse) +
         purpose(line.subject) + "\n";
}

void add_edges(std::string& out, const Scene& scene) {
  const auto add = [&out](const SceneEdge& edge) {
    out += "  edge " + text(edge.from) + " " + text(edge.to) + stroke(edge);
  };
  for (const EdgeSet& set : scene.edges) {
    out += "edges " + in_quotes(set.name) + "\n";
    std::for_each(set.edges.begin(), set.edges.end(), add);
  }
  for (const EdgeColumns& set : scene.edge_columns) {
    out += "edges " + in_quotes(set.name) + " in columns\n";
    for (std::size_t i = 0; i < set.ends.size(); ++i) {
      add(edge_at(set, i));
    }
  }
  for (const CurveSet& set : scene.curves) {
    out += "curves " + in_quotes(set.name) + "\n";
    for (const SceneCurve& curve : set.curves) {
      out += "  curve";
      for (const Vec3& point : curve.points) {
        out += " " + text(point);
      }
      out += stroke(curve);
    }
  }
}

void add_triangles(std::string& out, const Scene& scene) {
  for (const TriangleSet& set : scene.triangles) {
    out += "triangles " + in_quotes(set.name) + "\n";
    for (const SceneTriangle& t : set.triangles) {
      out += "  triangle " + text(t.corners[0]) + " " + text(t.corners[1]) + " " +
             text(t.corners[2]) + " weight " + number(t.weight) +
             (t.native ? " native" : " derived") + " brightness " + number(t.brightness[0]) + " " +
             number(t.brightness[1]) + " " + number(t.brightness[2]) + " opacity " +
             number(t.opacity) + (t.role ? " " + std::string(name(*t.role)) : std::string()) +
             pulse(t.pulse) + purpose(t.subject) + "\n";
    }
  }
}

void add_hulls(std::string& out, const Scene& scene) {
  for (const HullSet& hull : scene.hulls) {
    out += "hull " + in_quotes(hull.name) + " " + std::string(name(hull.role)) + " faces " +
           number(hull.face_opacity) + " edges " + number(hull.edge_opacity) + " width " +
           number(hull.edge_width) + (hull.dashed ? " dashed" : "") +
           (hull.outline ? " outline" : "") + purpose(hull.subject) + "\n";
    for (const Vec3& point : hull.points) {
      out += "  corner " + text(point) + "\n";
    }
    for (const auto& face : hull.triangles) {
      out += "  face " + number(face[0]) + " " + number(face[1]) + " " + number(face[2]) + "\n";
    }
    for (const auto& edge : hull.edges) {
      out += "  rim " + number(edge[0]) + " " + number(edge[1]) + "\n";
    }
  }
}

void add_fields(std::string& out, const Scene& scene) {
  for (const FieldMesh& field : scene.fields) {
    out += "field " + in_quotes(field.name) + (field.shaded ? " shaded" : "") + "\n";
    for (std::size_t i = 0; i < field.points.size(); ++i) {
      const Color& c = field.colors.at(i);
      out += "  node " + text(field.points[i]) + " color " + number(c.red) + " " + number(c.green) +
             " " + number(c.blue) + " " + number(c.alpha) + "\n";
    }
    for (const auto& face : field.triangles) {
      out += "  face " + number(face[0]) + " " + number(face[1]) + " " + number(face[2]) + "\n";
    }
  }
}

void add_labels(std::string& out, const Scene& scene) {
  for (const SceneLabel& label : scene.labels) {
    out += "label " + text(label.anchor);
    for (const LabelSpan& span : label.spans) {
      out += (span.bold ? " bold " : span.grey ? " grey " : " ") + in_quotes(span.text);
    }
    out += " " + std::string(name(label.role)) + " importance " + number(label.importance) +
           " clearance " + number(label.clearance) + " scale " + number(label.scale);
    for (const Subject& subject : label.subjects) {
      out += purpose(subject);
    }
    for (const Vec3& anchor : label.more_anchors) {
      out += " also " + text(anchor);
    }
    if (label.opacity != 1) {
      out += " opacity " + number(label.opacity);
    }
    if (label.side) {
      out += " side " + number((*label.side)[0]) + " " + number((*label.side)[1]);
    }
    if (label.away_from) {
      out += " away from " + text(*label.away_from);
    }
    out += "\n";
  }
}

void add_times(std::string& out, const Scene& scene) {
  for (const SceneTime& time : scene.times) {
    out += std::string("time ") +
           (time.kind == SceneTime::Kind::flow   ? "flow"
            : time.kind == SceneTime::Kind::step ? "step"
                                                 : "timeline") +
           " " + number(time.first) + " … " + number(time.last) + " in " + number(time.seconds) +
           " s, still at " + number(time.now) + "\n";
  }
  if (scene.pulse_spacing > 0) {
    out += "pulses every " + number(scene.pulse_spacing) + "\n";
  }
}

void add_axes_and_legend(std::string& out, const Scene& scene) {
  if (scene.axes.visible) {
    for (std::size_t i = 0; i < 3; ++i) {
      out += "axis " + in_quotes(scene.axes.titles[i]) + " " + text(scene.axes.origin) + " " +
             text(scene.axes.ends[i]) + "\n";
    }
  }
  if (!scene.legend.visible) {
    return;
  }
  out += "legend " + in_quotes(scene.legend.title) + " " + scene.legend.color_map + " " +
         number(scene.legend.minimum) + " … " + number(scene.legend.maximum) + " ticks";
  for (const double tick : scene.legend.ticks) {
    out += " " + number(tick);
  }
  out += "\n";
  for (const Legend::Row& row : scene.legend.rows) {
    out += "  row " + std::string(name(row.role)) + " " +
           (row.glyph    ? std::string(name(*row.glyph))
            : row.filled ? "face"
                         : "line") +
           (row.dashed ? " dashed " : " ") + in_quotes(row.text) + "\n";
  }
}

}  // namespace

std::string to_text(const Scene& scene) {
  std::string out;
  out += "title " + in_quotes(scene.title) + "\n";
  out += "finding " + in_quotes(scene.finding) + "\n";
  out += "caption " + in_quotes(scene.caption) + "\n";
  out += "theme " + scene.theme.name + " " + scene.theme.palette +
         (scene.theme.transparent ? " transparent" : "") + " font " + number(scene.font_size) +
         "\n";
  const Camera& camera = scene.camera;
  out += "camera " + text(camera.position) + " to " + text(camera.focal_point) + " up " +
         text(camera.up) +
         (camera.orthographic ? " parallel " + number(camera.parallel_scale)
                              : " angle " + number(camera.view_angle)) +
         "\n";
  add_times(out, scene);
  add_points(out, scene);
  add_edges(out, scene);
  add_triangles(out, scene);
  add_hulls(out, scene);
  add_fields(out, scene);
  add_labels(out, scene);
  add_axes_and_legend(out, scene);
  return out;
}

}  // namespace baryscope
