/// The sentence as a row of chips: the query stands out, the others are shaded by their weight.
#pragma once

#include <QScrollArea>
#include <functional>
#include <optional>
#include <vector>

#include "core/analysis/analysis.h"

namespace baryscope {

class TokenChip;

class TokenBar : public QScrollArea {
 public:
  explicit TokenBar(QWidget* parent = nullptr);

  void show_analysis(const Analysis& analysis);
  void set_selected(std::optional<int> position);
  [[nodiscard]] int query() const { return m_query; }
  [[nodiscard]] TokenChip* chip(int position) const;

  std::function<void(int position)> on_query;   ///< clicked, or Enter on the focused chip
  std::function<void(int position)> on_select;  ///< Ctrl+click, or Space

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rebuild(const Tokens& tokens);
  void fit();

  QWidget* m_content;
  std::vector<TokenChip*> m_chips;
  std::vector<std::string> m_texts;
  int m_query = -1;
};

}  // namespace baryscope
