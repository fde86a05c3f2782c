/// The text field, the second sentence of a pair, and the tokens below. What is typed is read
/// while it is typed; what cannot be read stays in its field.
#pragma once

#include <QString>
#include <QTimer>
#include <QWidget>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/widgets/dispatcher.h"
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
  /// A field and the text option that it stands for.
  struct Typed {
    QLineEdit* field;
    const char* id;
    /// The option's text that what is typed is to take the place of; nothing: both are the same.
    std::optional<std::string> instead_of = {};
    /// What was handed to the session and is not shown yet, or never will be.
    std::optional<std::string> handed_over = {};
  };

  using Changes = std::vector<std::pair<std::string, std::string>>;

  [[nodiscard]] const std::string& option(const char* id) const;
  void run();
  void edit(Typed& typed);
  /// What is taken away with its field is kept, and comes back with it.
  void show_pair(bool shown);
  /// Hands over what was typed and not refused before.
  void read_typed();
  /// A native model knows its own tokens alone: false, with a hint, where it cannot read the text.
  /// Else adds the query's place to the changes: it stays, also where its token is what changes.
  bool can_read(const std::string& text, Changes& changes);
  void hint(const QString& obstacle);
  bool is_native();
  void refresh(Typed& typed);

  const Dispatcher& m_dispatcher;
  QLineEdit *m_text, *m_pair;
  std::array<Typed, 2> m_typed;
  QString m_kept_pair;  ///< the second sentence that was taken away
  QToolButton* m_pair_button;
  TokenBar* m_tokens;
  QTimer m_rest;              ///< a pretrained model reads once the keys rest
  std::string m_asked_model;  ///< whether it is native was asked last
  bool m_native = false;
  bool m_hints = false;  ///< on_hint() told of an obstacle last
};

}  // namespace baryscope
