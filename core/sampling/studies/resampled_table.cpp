#include "core/sampling/studies/sampling_report.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/notes.h"
#include "core/base/number_text.h"
#include "core/sampling/data/csv_layout.h"

namespace baryscope {
namespace {

/// How the table is written: as the file it comes from, else with commas and LF.
struct Style {
  char separator = ',';
  std::string line_end = "\n";
  std::vector<std::int32_t> columns;  ///< as SourceRows::columns
  bool has_bookkeeping = false;       ///< the file has origin, simplex and coordinates already
};

void append_cell(std::string& table, std::string_view text, const Style& style) {
  const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos &&
                     text.find(style.separator) == std::string_view::npos &&
                     (text.empty() || (text.front() != ' ' && text.back() != ' ' &&
                                       text.front() != '\t' && text.back() != '\t'));
  if (plain) {
    table += text;
    return;
  }
  table += '"';
  for (const char c : text) {
    table.append(c == '"' ? 2 : 1, c);
  }
  table += '"';
}

std::string_view without_line_end(std::string_view row) {
  while (row.ends_with('\n') || row.ends_with('\r')) {
    row.remove_suffix(1);
  }
  return row;
}

Style style_of(const DataSet& data) {
  Style style;
  if (data.source == nullptr) {
    for (std::int32_t feature = 0; feature < data.n_features(); ++feature) {
      style.columns.push_back(feature);
    }
    style.columns.insert(style.columns.begin() + data.label_column, SourceRows::label);
    return style;
  }
  const SourceRows& source = *data.source;
  style.separator = source.separator;
  style.columns = source.columns;
  style.has_bookkeeping = std::find(source.columns.begin(), source.columns.end(),
                                    SourceRows::origin) != source.columns.end();
  const std::string_view first =
      std::string_view(source.text).substr(source.begins[0], source.begins[1] - source.begins[0]);
  const std::string_view end = first.substr(without_line_end(first).size());
  style.line_end = end.empty() ? "\n" : std::string(end);
  return style;
}

/// Of the columns that are there already, all different.
std::vector<std::string> column_names(const DataSet& data, const Style& style) {
  if (data.source != nullptr) {
    return data.source->names;
  }
  std::vector<std::string> names;
  names.reserve(style.columns.size());
  for (const std::int32_t role : style.columns) {
    names.push_back(role >= 0 ? data.features[static_cast<std::size_t>(role)] : data.label_name);
  }
  return names;
}

/// origin, simplex and coordinates with the first of the endings "", _2, _3, … that makes them
/// names of no other column.
std::array<std::string, 3> free_bookkeeping_names(const std::vector<std::string>& names) {
  const std::set<std::string_view> taken(names.begin(), names.end());
  std::array<std::string, 3> added = bookkeeping_names("");
  const auto clash = [&] {
    return std::any_of(added.begin(), added.end(),
                       [&](const std::string& name) { return taken.contains(name); });
  };
  for (std::int64_t n = 2; clash(); ++n) {
    added = bookkeeping_names("_" + to_text(n));
  }
  return added;
}

void append_header(std::string& table, const DataSet& data, const Style& style) {
  const std::vector<std::string> names = column_names(data, style);
  if (data.source != nullptr && !data.source->header.empty() && !data.source->has_equal_names) {
    table += data.source->header;
  } else {
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (column > 0) {
        table += style.separator;
      }
      append_cell(table, names[column], style);
    }
  }
  if (!style.has_bookkeeping) {
    for (const std::string& name : free_bookkeeping_names(names)) {
      table += style.separator;
      append_cell(table, name, style);
    }
  }
  table += style.line_end;
}

/// Numbers and label of a point; `origin`, `simplex` and `coordinates` where such columns are.
void append_row(std::string& table, const DataSet& data, const Style& style,
                std::span<const double> point, int label, std::string_view origin,
                std::string_view simplex, std::string_view coordinates) {
  const auto append = [&](std::int32_t role) {
    if (role >= 0) {
      table += to_text(point[static_cast<std::size_t>(role)]);
    } else {
      append_cell(table,
                  role == SourceRows::label     ? data.classes[static_cast<std::size_t>(label)]
                  : role == SourceRows::origin  ? origin
                  : role == SourceRows::simplex ? simplex
                                                : coordinates,
                  style);
    }
  };
  for (std::size_t column = 0; column < style.columns.size(); ++column) {
    if (column > 0) {
      table += style.separator;
    }
    append(style.columns[column]);
  }
  if (!style.has_bookkeeping) {
    for (const std::int32_t role :
         {SourceRows::origin, SourceRows::simplex, SourceRows::coordinates}) {
      table += style.separator;
      append(role);
    }
  }
  table += style.line_end;
}

void append_originals(std::string& table, const DataSet& data, const Style& style) {
  for (int row = 0; row < data.n_points(); ++row) {
    const auto r = static_cast<std::size_t>(row);
    if (data.source == nullptr) {
      append_row(table, data, style, data.points.row(row), data.labels[r], "original", "", "");
      continue;
    }
    const std::vector<std::size_t>& begins = data.source->begins;
    table += without_line_end(
        std::string_view(data.source->text).substr(begins[r], begins[r + 1] - begins[r]));
    if (!style.has_bookkeeping) {
      table += style.separator;
      table += "original";
      table.append(2, style.separator);
    }
    table += style.line_end;
  }
}

void append_synthetic(std::string& table, const DataSet& data, const SyntheticSet& synthetic,
                      const Style& style) {
  std::string simplex, coordinates;
  for (int i = 0; i < synthetic.size(); ++i) {
    simplex.clear();
    coordinates.clear();
    for (const std::int32_t vertex : synthetic.simplex(i)) {
      const std::int32_t row =
          data.input_rows.empty() ? vertex : data.input_rows[static_cast<std::size_t>(vertex)];
      simplex += (simplex.empty() ? "" : ";") + to_text(std::int64_t{row});
    }
    for (const double coordinate : synthetic.coordinates_of(i)) {
      coordinates += (coordinates.empty() ? "" : ";") + to_text(coordinate);
    }
    append_row(table, data, style, synthetic.points.row(i),
               synthetic.labels[static_cast<std::size_t>(i)], "synthetic", simplex, coordinates);
  }
}

}  // namespace

std::optional<std::string> table_note(const SamplingStudy& study) {
  std::vector<std::string> texts = column_names(*study.data, style_of(*study.data));
  texts.insert(texts.end(), study.data->classes.begin(), study.data->classes.end());
  return spreadsheet_note(texts);
}

std::string to_resampled_csv(const SamplingStudy& study) {
  const DataSet& data = *study.data;
  const Style style = style_of(data);
  std::string table;
  if (data.source != nullptr) {
    const std::size_t n_rows = data.labels.size(), bytes = data.source->text.size();
    table.reserve(bytes + 13 * n_rows +
                  static_cast<std::size_t>(study.resampled.synthetic.size()) *
                      (20 * data.features.size() + 150));
  }
  append_header(table, data, style);
  append_originals(table, data, style);
  append_synthetic(table, data, study.resampled.synthetic, style);
  return table;
}

}  // namespace baryscope
