#include "app/gui/attention/sentence_bar.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "app/gui/attention/token_bar.h"
#include "app/gui/widgets/typed_text.h"
#include "app/session/example.h"

namespace baryscope {
namespace {

constexpr int k_rest_ms = 300;  // without a key: then the text is read

}  // namespace

SentenceBar::SentenceBar(const Dispatcher& dispatcher, QWidget* parent)
    : QWidget(parent),
      m_dispatcher(dispatcher),
      m_text(new QLineEdit),
      m_pair(new QLineEdit),
      m_typed{Typed{m_text, "text"}, Typed{m_pair, "text-b"}},
      m_pair_button(new QToolButton),
      m_tokens(new TokenBar) {
  // As tall as its lines need: in a low window the picture below would squeeze them down to the
  // least height of the style sheet, and cut off what hangs below the line.
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  // A field cuts what is longer without a word; the engine says what is too long.
  for (QLineEdit* each : {m_text, m_pair}) each->setMaxLength(std::numeric_limits<int>::max());
  m_text->setObjectName(QStringLiteral("text"));
  m_text->setProperty("large", true);
  m_text->setPlaceholderText(tr("Type a text"));
  m_text->setAccessibleName(tr("Text"));
  m_text->setToolTip(tr("The text that the model reads, as you type. Enter reads it at once."));
  m_pair->setObjectName(QStringLiteral("text-b"));
  m_pair->setProperty("large", true);
  m_pair->setPlaceholderText(tr("A second sentence, for models that read pairs"));
  m_pair->setAccessibleName(tr("Second sentence"));
  m_pair->setToolTip(tr("The model reads: [CLS] text [SEP] second sentence [SEP]"));
  m_pair_button->setObjectName(QStringLiteral("pair-button"));
  m_pair_button->setText(tr("+ pair"));
  m_pair_button->setCheckable(true);
  m_pair_button->setToolTip(tr("Add a second sentence: [CLS] text [SEP] second sentence [SEP]"));
  m_pair_button->setAccessibleName(tr("Second sentence"));

  auto* line = new QHBoxLayout;
  line->setSpacing(6);
  line->addWidget(m_text, 1);
  // Aligned, so that the button's height does not bound the line's.
  line->addWidget(m_pair_button, 0, Qt::AlignVCenter);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 12, 14, 10);
  column->setSpacing(8);
  column->addLayout(line);
  column->addWidget(m_pair);
  column->addWidget(m_tokens);

  m_rest.setSingleShot(true);
  m_rest.setInterval(k_rest_ms);
  connect(&m_rest, &QTimer::timeout, this, [this] { read_typed(); });
  for (Typed& typed : m_typed) {
    connect(typed.field, &QLineEdit::returnPressed, this, [this] { run(); });
    connect(typed.field, &QLineEdit::textEdited, this, [this, &typed] { edit(typed); });
    connect(typed.field, &QLineEdit::editingFinished, this, [this, &typed] {
      read_typed();
      m_dispatcher.session().end_drag();
      forget_typing(*typed.field);
    });
  }
  connect(m_pair_button, &QToolButton::toggled, this, [this](bool on) { show_pair(on); });
  m_tokens->on_query = [this](int position) {
    m_dispatcher.set_option("query", QString::number(position));
  };
  m_tokens->on_select = [this](int position) {
    m_dispatcher.run_line("select-token " + std::to_string(position));
  };
  m_tokens->on_mask = [this](int position) {
    m_dispatcher.run_line("mask-token " + std::to_string(position));
  };
  refresh();
}

const std::string& SentenceBar::option(const char* id) const {
  return m_dispatcher.session().options().text(id);
}

void SentenceBar::run() {
  m_rest.stop();
  Changes changes;
  for (Typed& typed : m_typed) {
    typed.handed_over = typed.field->text().toStdString();
    changes.emplace_back(typed.id, *typed.handed_over);
  }
  m_dispatcher.set_options(changes);
}

bool SentenceBar::is_native() {
  if (const std::string& model = option("model"); model != m_asked_model) {
    m_asked_model = model;
    m_native = is_native_model(model);
  }
  return m_native;
}

/// A native model is small: it reads with every key, others once the keys rest.
void SentenceBar::edit(Typed& typed) {
  if (!typed.instead_of) typed.instead_of = option(typed.id);
  is_native() ? read_typed() : m_rest.start();
}

void SentenceBar::show_pair(bool shown) {
  Typed& pair = m_typed[1];
  if (shown) {
    m_pair->show();
    m_pair->setFocus();
    if (!m_pair->text().isEmpty() || m_kept_pair.isEmpty()) return;
    m_pair->setText(m_kept_pair);
    pair.handed_over = m_kept_pair.toStdString();
    m_dispatcher.set_option(pair.id, m_kept_pair);
    return;
  }
  m_kept_pair = m_pair->text();
  m_dispatcher.session().end_drag();  // what was read of it is a step of its own
  pair.instead_of.reset();
  pair.handed_over.reset();
  m_pair->setText(QString());
  if (!option(pair.id).empty()) m_dispatcher.set_option(pair.id, QString());
  m_pair->hide();  // last: the focus leaves it, and nothing is left to be read
}

void SentenceBar::hint(const QString& obstacle) {
  if (obstacle.isEmpty() && !m_hints) return;
  m_hints = !obstacle.isEmpty();
  if (on_hint) on_hint(obstacle);
}

bool SentenceBar::can_read(const std::string& text, Changes& changes) {
  const Session& session = m_dispatcher.session();
  const Reading reading = read_by_models(session.options(), text);
  hint(to_qt(reading.obstacle));
  if (!reading.obstacle.empty()) return false;
  const auto shown = session.current();
  if (option("query") == "auto" || shown == nullptr || shown->analyses.empty()) return true;
  const Analysis& analysis = *shown->analyses.front();
  const auto focus = static_cast<std::size_t>(analysis.focus);
  const int at = focus < analysis.queries.size() ? analysis.queries[focus].position : 0;
  changes.emplace_back("query", at < static_cast<int>(reading.tokens.size()) ? std::to_string(at)
                                                                             : std::string("auto"));
  return true;
}

void SentenceBar::read_typed() {
  m_rest.stop();
  const auto waits = [](const Typed& typed) { return typed.instead_of.has_value(); };
  if (std::none_of(m_typed.begin(), m_typed.end(), waits)) return;
  const std::string text = m_text->text().toStdString();
  Changes query;
  const bool readable = is_native() ? can_read(text, query) : !m_text->text().trimmed().isEmpty();
  if (!readable) {
    if (!is_native()) hint(tr("the text is empty"));
    return;
  }
  Changes changes;
  for (Typed& typed : m_typed) {
    const std::string now = typed.field->text().toStdString();
    if (!waits(typed) || now == option(typed.id) || typed.handed_over == now) continue;
    typed.handed_over = now;
    changes.emplace_back(typed.id, now);
  }
  if (changes.empty()) return;
  changes.insert(changes.end(), query.begin(), query.end());
  m_dispatcher.run([&] { m_dispatcher.session().drag_options(changes, changes.front().first); });
}

void SentenceBar::refresh(Typed& typed) {
  const std::string& now = option(typed.id);
  const std::string in_field = typed.field->text().toStdString();
  if (now == in_field) {
    typed.instead_of.reset();
    return;  // the cursor stays
  }
  const bool failed = m_dispatcher.session().failure() != nullptr;
  if (!typed.instead_of && typed.handed_over == in_field && failed) typed.instead_of = now;
  if (typed.instead_of == now) return;  // what was typed waits, or cannot be read: it stays
  typed.instead_of.reset();
  typed.handed_over.reset();
  typed.field->setText(to_qt(now));
  const qsizetype end = typed.field->hasFocus() ? typed.field->text().size() : 0;
  typed.field->setCursorPosition(static_cast<int>(end));
}

void SentenceBar::refresh() {
  for (Typed& typed : m_typed) refresh(typed);
  // What kept a text from being read ends with that text, or with the model that could not.
  if (m_hints && (m_text->text().toStdString() == option("text") || !is_native())) hint({});
  m_pair_button->setChecked(!m_pair->text().isEmpty() || m_pair_button->isChecked());
  m_pair->setVisible(m_pair_button->isChecked());
}

void SentenceBar::show_analysis(const Analysis& analysis) {
  for (Typed& typed : m_typed) {
    if (!typed.instead_of) typed.handed_over.reset();  // it was read
  }
  m_tokens->show_analysis(analysis);
}

}  // namespace baryscope
