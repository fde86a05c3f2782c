#include "viz/export/exporter_list.h"

#include <cstddef>

#include "viz/draw/make_page.h"
#include "viz/export/film_coder.h"
#include "viz/export/frame_pattern.h"
#include "viz/export/pdf.h"
#include "viz/export/png.h"
#include "viz/export/svg.h"

namespace baryscope {
namespace {

std::string encode_png(const FigureSource& source) { return to_png(source.pixels(), source.texts); }

/// The findings of all scenes, a line each.
std::string description_of(const Figure& figure) {
  std::string words;
  for (const FigurePanel& panel : figure.panels) {
    if (!panel.scene->finding.empty()) {
      words += (words.empty() ? "" : "\n") + panel.scene->finding;
    }
  }
  return words;
}

FigureWords words_of(const FigureSource& source) {
  FigureWords words;
  words.texts = source.texts;
  if (const auto title = words.texts.extract("Title")) {
    words.title = title.mapped();
  }
  words.description = description_of(source.figure);
  if (source.describe) {
    words.describe = [&source](std::size_t panel, const Subject& subject) {
      // Of a pair the first panel is the paper of both.
      return source.describe(panel > 1, subject);
    };
  }
  return words;
}

std::string encode_svg(const FigureSource& source) {
  return to_svg(make_page(source.figure, source.camera, source.style), words_of(source));
}

std::string encode_pdf(const FigureSource& source) {
  return to_pdf(make_page(source.figure, source.camera, source.style), words_of(source));
}

}  // namespace

const std::vector<Exporter>& exporters() {
  static const std::vector<Exporter> list = {
      {".png", ExportKind::figure, "figure", "a figure", "Figures", encode_png, nullptr, true},
      {".svg", ExportKind::figure, "figure", "a figure as vectors", "Vector figures", encode_svg},
      {".pdf", ExportKind::figure, "figure", "a figure for print", "Figures for print", encode_pdf},
      {".mp4", ExportKind::film, "film", "a film (H.264)", "Films", nullptr, &h264_film},
      {".webm", ExportKind::film, "film", "a film (VP9)", "Films for the web", nullptr, &vp9_film},
      {".gif", ExportKind::film, "animation", "a film of at most 256 colours", "Animations",
       nullptr, &gif_film},
      {".apng", ExportKind::film, "animation", "a film without loss", "Animations without loss",
       nullptr, &apng_film},
      {"{frame}.png", ExportKind::film, "pictures", "a film's frames ({frame:04}: four digits)",
       "Pictures of a film", nullptr, &png_sequence},
      {".json", ExportKind::report, "report", "the report", "Reports"},
      {".csv", ExportKind::table, "table", "the drawn table or the resampled set", "Tables"},
      {".safetensors", ExportKind::capture, "capture", "a capture", "Captures"},
      {".bary.json", ExportKind::session, "session", "the session", "Sessions"},
  };
  return list;
}

const Exporter* find_exporter(std::string_view file_name) {
  const Exporter* found = nullptr;
  const bool sequence = is_frame_pattern(file_name);
  for (const Exporter& row : exporters()) {
    if (sequence != is_frame_pattern(row.ending)) {
      continue;
    }
    if (sequence) {
      return &row;
    }
    const bool longer = found == nullptr || row.ending.size() > found->ending.size();
    if (longer && file_name.ends_with(row.ending)) {
      found = &row;
    }
  }
  return found != nullptr && file_name.size() > found->ending.size() ? found : nullptr;
}

std::string list_exporters(const std::function<std::string(const Exporter&)>& words,
                           const std::string& last) {
  const std::vector<Exporter>& all = exporters();
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == all.size() ? last : ", ") + words(all[i]);
  }
  return text;
}

}  // namespace baryscope
