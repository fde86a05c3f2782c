/// The text field (Enter runs), the second sentence of a pair, and the tokens below.
#pragma once

#include <QWidget>
#include <functional>
#include <string>

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

  /// What keeps the typed text from being read, while it is typed; empty once it is read.
  std::function<void(const QString&)> on_hint;

 private:
  void run();
  void edit();

  const Dispatcher& m_dispatcher;
  QLineEdit *m_text, *m_pair;
  QToolButton* m_pair_button;
  TokenBar* m_tokens;
  std::string m_asked_model;  ///< whether it is native was asked last
  bool m_native = false;
};

}  // namespace baryscope
