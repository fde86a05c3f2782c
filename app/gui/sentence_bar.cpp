#include "app/gui/sentence_bar.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/gui/token_bar.h"
#include "app/session/example.h"

namespace baryscope {

SentenceBar::SentenceBar(const Dispatcher& dispatcher, QWidget* parent)
    : QWidget(parent),
      m_dispatcher(dispatcher),
      m_text(new QLineEdit),
      m_pair(new QLineEdit),
      m_pair_button(new QToolButton),
      m_tokens(new TokenBar) {
  m_text->setObjectName(QStringLiteral("text"));
  m_text->setProperty("large", true);
  m_text->setPlaceholderText(tr("Type a text and press Enter"));
  m_text->setAccessibleName(tr("Text"));
  m_text->setToolTip(tr("The text that the model reads. Enter runs it."));
  m_pair->setObjectName(QStringLiteral("text-b"));
  m_pair->setProperty("large", true);
  m_pair->setPlaceholderText(tr("A second sentence, for models that read pairs"));
  m_pair->setAccessibleName(tr("Second sentence"));
  m_pair->setToolTip(tr("The model reads: [CLS] text [SEP] second sentence [SEP]"));
  m_pair_button->setText(tr("+ pair"));
  m_pair_button->setCheckable(true);
  m_pair_button->setToolTip(tr("Add a second sentence: [CLS] text [SEP] second sentence [SEP]"));
  m_pair_button->setAccessibleName(tr("Second sentence"));

  auto* line = new QHBoxLayout;
  line->setSpacing(6);
  line->addWidget(m_text, 1);
  line->addWidget(m_pair_button);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 12, 14, 10);
  column->setSpacing(8);
  column->addLayout(line);
  column->addWidget(m_pair);
  column->addWidget(m_tokens);

  connect(m_text, &QLineEdit::returnPressed, this, [this] { run(); });
  connect(m_pair, &QLineEdit::returnPressed, this, [this] { run(); });
  connect(m_text, &QLineEdit::textEdited, this, [this] { edit(); });
  connect(m_text, &QLineEdit::editingFinished, this, [this] { m_dispatcher.session().end_drag(); });
  connect(m_pair_button, &QToolButton::toggled, this, [this](bool on) {
    m_pair->setVisible(on);
    if (on) m_pair->setFocus();
    if (!on && !m_dispatcher.session().options().text("text-b").empty()) {
      m_dispatcher.set_option("text-b", QString());
    }
  });
  m_tokens->on_query = [this](int position) {
    m_dispatcher.set_option("query", QString::number(position));
  };
  m_tokens->on_select = [this](int position) {
    m_dispatcher.run_line("select-token " + std::to_string(position));
  };
  refresh();
}

void SentenceBar::run() {
  m_dispatcher.set_options(
      {{"text", m_text->text().toStdString()}, {"text-b", m_pair->text().toStdString()}});
}

/// A native model is small: it reads while a person types, whatever it knows of the text.
void SentenceBar::edit() {
  const Session& session = m_dispatcher.session();
  const OptionValues& options = session.options();
  if (const std::string& model = options.text("model"); model != m_asked_model) {
    m_asked_model = model;
    m_native = is_native_model(model);
  }
  const std::string text = m_text->text().toStdString();
  if (!m_native) return;
  const Reading reading = read_by_models(options, text);
  if (on_hint) on_hint(to_qt(reading.obstacle));
  if (!reading.obstacle.empty() || text == options.text("text")) return;
  std::vector<std::pair<std::string, std::string>> changes{{"text", text}};
  // The query stays where it is, also where its token is the one that changes.
  const auto shown = session.current();
  if (options.text("query") != "auto" && shown != nullptr && !shown->analyses.empty()) {
    const Analysis& analysis = *shown->analyses.front();
    const auto focus = static_cast<std::size_t>(analysis.focus);
    const int at = focus < analysis.queries.size() ? analysis.queries[focus].position : 0;
    changes.emplace_back("query", at < static_cast<int>(reading.tokens.size())
                                      ? std::to_string(at)
                                      : std::string("auto"));
  }
  m_dispatcher.run([&] { m_dispatcher.session().drag_options(changes); });
}

void SentenceBar::refresh() {
  const OptionValues& options = m_dispatcher.session().options();
  const QString text = to_qt(options.text("text")), pair = to_qt(options.text("text-b"));
  if (text == m_text->text()) {
    m_text->setModified(false);  // the cursor stays
  } else if (!m_text->isModified() || !m_text->hasFocus()) {
    m_text->setText(text);
    m_text->setCursorPosition(m_text->hasFocus() ? static_cast<int>(text.size()) : 0);
  }
  m_pair->setText(pair);
  m_pair_button->setChecked(!pair.isEmpty() || m_pair_button->isChecked());
  m_pair->setVisible(m_pair_button->isChecked());
}

void SentenceBar::show_analysis(const Analysis& analysis) { m_tokens->show_analysis(analysis); }

}  // namespace baryscope
