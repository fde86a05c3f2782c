/// The formats that are written: the one list that knows them. Endings, messages, help, the
/// dialog's filters and who makes the bytes come from its rows; one more is a row and its files.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "viz/draw/figure.h"
#include "viz/draw/make_page.h"

namespace baryscope {

/// What a file holds, which decides who makes its bytes: a figure's exporter and a film's coder do
/// it themselves.
enum class ExportKind { figure, film, report, table, capture, session };

/// Keyword → text, for formats that carry them: "Title", "Software", "baryscope.session".
using FigureTexts = std::map<std::string, std::string>;

/// What a figure's exporter is given.
struct FigureSource {
  Figure figure;
  Camera camera;                  ///< that every panel is seen through
  std::function<Image()> pixels;  ///< drawn when it is called
  FigureTexts texts = {};
  PageStyle style = {};  ///< of vectors
  /// What a thing is called, in the first picture or in the one that is compared.
  std::function<std::string(bool compared, const Subject& subject)> describe = {};
};

struct FilmCoder;  // viz/export/film_coder.h

struct Exporter {
  std::string ending;  ///< ".png"; of a sequence "{frame}.png", for every name with a placeholder
  ExportKind kind = ExportKind::figure;
  std::string noun;    ///< "figure"
  std::string holds;   ///< "a figure": of the option's help
  std::string plural;  ///< "Figures": of the dialog's filters
  /// The bytes of a figure; null for other kinds.
  std::string (*encode)(const FigureSource& source) = nullptr;
  const FilmCoder* film = nullptr;  ///< null for other kinds
  bool draws_pixels = false;        ///< a figure's: its encoder asks for them
};

const std::vector<Exporter>& exporters();
/// By the longest ending that fits; null for a name that is an ending alone, or ends otherwise. A
/// name with a placeholder (viz/export/frame_pattern.h) is a sequence's.
const Exporter* find_exporter(std::string_view file_name);

/// "…, … or …" of all rows.
std::string list_exporters(const std::function<std::string(const Exporter&)>& words,
                           const std::string& last = " or ");

}  // namespace baryscope
