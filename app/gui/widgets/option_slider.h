/// A slider beside the spin box of an option: dragging it redraws as fast as the answers come.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/gui/widgets/option_source.h"
#include "core/options/option_spec.h"

class QSlider;

namespace baryscope {

class OptionEditor;

/// The part of an option's domain that a slider goes through; typed values may lie beyond it.
struct SliderRange {
  double low = 0, high = 1;
  double step = 1;           ///< linear: between two places; logarithmic: the values' grain
  bool logarithmic = false;  ///< `n_places` equal factors from low to high
  int n_places = 100;

  [[nodiscard]] int places() const;
  [[nodiscard]] double value_at(int place) const;
  [[nodiscard]] int place_of(double value) const;
};
/// Null for options without one.
const SliderRange* find_slider_range(std::string_view id);

class OptionSlider : public QWidget {
 public:
  OptionSlider(const OptionSpec& spec, const SliderRange& range, OptionSource source,
               QWidget* parent = nullptr);

  [[nodiscard]] OptionEditor* editor() const { return m_editor; }
  [[nodiscard]] QSlider* slider() const { return m_slider; }
  /// Shows the source's value. Sends nothing.
  void refresh();

 private:
  void send();
  void fit_editor();

  std::string m_id;
  SliderRange m_range;
  std::vector<std::string> m_words;  ///< that stand in place of a number: "learned"
  OptionSource m_source;
  QSlider* m_slider;
  OptionEditor* m_editor;
  std::optional<double> m_waiting;  ///< the newest value that was not sent yet
  QTimer m_retry, m_rest;
  bool m_refreshing = false;
};

}  // namespace baryscope
