/// The sentence as a row of chips: the query stands out, the others are shaded by their weight. Of
/// a long text only the neighbourhood of one position, chosen in a field.
#pragma once

#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
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
  /// Null where the position is not among those shown.
  [[nodiscard]] TokenChip* chip(int position) const;
  /// Of a long text: the chips around this position.
  void show_around(int position);

  std::function<void(int position)> on_query;   ///< clicked, or Enter on the focused chip
  std::function<void(int position)> on_select;  ///< Ctrl+click, or Space
  std::function<void(int position)> on_mask;    ///< by the menu of a chip

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rebuild(const Tokens& tokens);
  void drop_chips();
  void weigh();
  void fit();
  void show_menu(const TokenChip& token_chip, QPoint place);

  QWidget* m_content;
  QSpinBox* m_field;
  QToolButton *m_before, *m_after;
  std::vector<TokenChip*> m_chips;  ///< of the positions from m_first on
  int m_first = 0;
  Tokens m_tokens;
  std::vector<double> m_weights;                   ///< the query's row; empty without one
  std::vector<std::optional<double>> m_surprises;  ///< of each token; empty without a model's word
  std::optional<int> m_selected, m_mask;
  bool m_can_mask = false;
  int m_query = -1;
};

}  // namespace baryscope
