#include "app/session/film/film_legend.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "viz/scene/ticks.h"

namespace baryscope {
namespace {

/// "majority · 320" → "majority".
std::string without_numbers(std::string_view text) {
  std::string words(text);
  std::erase_if(words, [](char c) { return c >= '0' && c <= '9'; });
  for (const std::string_view end : {" ", ".", "·", " "}) {
    while (words.ends_with(end)) {
      words.erase(words.size() - end.size());
    }
  }
  return words;
}

bool same_row(const Legend::Row& a, const Legend::Row& b) {
  return a.role == b.role && a.glyph == b.glyph && a.dashed == b.dashed && a.filled == b.filled &&
         without_numbers(a.text) == without_numbers(b.text);
}

/// Each row of `more` that `rows` lacks comes behind the one that it follows in `more`.
void merge(std::vector<Legend::Row>& rows, const std::vector<Legend::Row>& more) {
  std::size_t place = 0;
  for (const Legend::Row& row : more) {
    const auto known = std::find_if(rows.begin(), rows.end(),
                                    [&row](const auto& each) { return same_row(each, row); });
    if (known != rows.end()) {
      place = static_cast<std::size_t>(known - rows.begin()) + 1;
      if (row.text == without_numbers(row.text)) {
        known->text = row.text;
      }
    } else {
      rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(place), row);
      ++place;
    }
  }
}

}  // namespace

void FilmLegend::add(const Legend& legend) {
  merge(m_rows, legend.rows);
  if (legend.color_map.empty()) {
    return;
  }
  const auto [scale, is_new] = m_scales.try_emplace({legend.title, legend.color_map}, legend);
  Legend& film = scale->second;
  if (is_new || (legend.minimum >= film.minimum && legend.maximum <= film.maximum)) {
    return;
  }
  film.minimum = std::min(film.minimum, legend.minimum);
  film.maximum = std::max(film.maximum, legend.maximum);
  film.ticks = round_ticks(film.minimum, film.maximum, film.minimum < 0 ? 5 : 4);
}

Legend FilmLegend::over_film(Legend legend) const {
  std::vector<Legend::Row> rows = m_rows;
  merge(rows, legend.rows);
  for (Legend::Row& row : rows) {
    const auto own = std::find_if(legend.rows.begin(), legend.rows.end(),
                                  [&row](const auto& each) { return same_row(each, row); });
    if (own != legend.rows.end() && row.text != without_numbers(row.text)) {
      row.text = own->text;
    }
  }
  legend.rows = std::move(rows);
  auto scale = m_scales.find({legend.title, legend.color_map});
  if (legend.color_map.empty() && m_scales.size() == 1) {
    scale = m_scales.begin();
  }
  if (scale != m_scales.end()) {
    const Legend& film = scale->second;
    legend.title = film.title;
    legend.color_map = film.color_map;
    legend.minimum = film.minimum;
    legend.maximum = film.maximum;
    legend.ticks = film.ticks;
  }
  return legend;
}

}  // namespace baryscope
