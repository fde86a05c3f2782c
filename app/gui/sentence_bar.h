/// The text field (Enter runs), the second sentence of a pair, and the tokens below.
#pragma once

#include <QWidget>

#include "app/gui/dispatcher.h"
#include "core/analysis/analysis.h"

class QLineEdit;
class QToolButton;

namespace baryscope {

class TokenBar;

class SentenceBar : public QWidget {
 public:
  explicit SentenceBar(const Dispatcher& dispatcher, QWidget* parent = nullptr);

  void refresh();
  void show_analysis(const Analysis& analysis);
  [[nodiscard]] TokenBar* tokens() const { return m_tokens; }
  [[nodiscard]] QLineEdit* field() const { return m_text; }

 private:
  void run();

  const Dispatcher& m_dispatcher;
  QLineEdit *m_text, *m_pair;
  QToolButton* m_pair_button;
  TokenBar* m_tokens;
};

}  // namespace baryscope
