#include "app/gui/window/handbook.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalBlocker>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "app/gui/widgets/panel.h"
#include "app/gui/widgets/text_fit.h"
#include "app/gui/window/handbook_chapters.h"

namespace baryscope {
namespace {

constexpr int k_contents_letters = 28;  // of a chapter's name in one line

QString page_of(const std::vector<HandbookChapter>& chapters) {
  QString html;
  for (const HandbookChapter& chapter : chapters) {
    html += QStringLiteral("<h1><a name='%1'></a>%2</h1>%3")
                .arg(chapter.name, chapter.title, chapter.html);
  }
  return html;
}

}  // namespace

Handbook::Handbook(QWidget* parent)
    : QDialog(parent),
      m_field(new QLineEdit),
      m_nothing(muted_label(tr("Nothing found"))),
      m_contents(new QListWidget),
      m_page(new QTextBrowser) {
  setObjectName(QStringLiteral("help"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Handbook"));
  resize(960, 720);
  m_field->setObjectName(QStringLiteral("handbook-search"));
  m_field->setPlaceholderText(tr("Search the handbook"));
  m_field->setAccessibleName(tr("Search the handbook"));
  m_field->setToolTip(tr("Enter goes to the next place, Shift+Enter to the one before"));
  m_nothing->setObjectName(QStringLiteral("handbook-nothing"));
  m_nothing->hide();
  m_contents->setAccessibleName(tr("Chapters"));
  m_contents->setWordWrap(true);

  const std::vector<HandbookChapter> chapters = handbook_chapters();
  for (const HandbookChapter& chapter : chapters) {
    auto* item = new QListWidgetItem(chapter.title, m_contents);
    item->setData(Qt::UserRole, chapter.name);
  }
  m_page->setAccessibleName(tr("Handbook"));
  m_page->setOpenLinks(false);
  m_page->setHtml(page_of(chapters));
  m_page->document()->setDocumentMargin(16);
  for (QTextBlock block = m_page->document()->begin(); block.isValid(); block = block.next()) {
    if (block.blockFormat().headingLevel() == 1) m_starts.push_back(block.position());
  }

  auto* side = new QVBoxLayout;
  side->addWidget(m_field);
  side->addWidget(m_nothing);
  side->addWidget(m_contents, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 14, 14, 14);
  row->setSpacing(12);
  row->addLayout(side);
  row->addWidget(m_page, 1);

  fit_to_text(*m_contents, [this] { fit_contents(); });

  const auto lead = [this](const QListWidgetItem* item) {
    if (item != nullptr) show_chapter(item->data(Qt::UserRole).toString());
  };
  connect(m_contents, &QListWidget::currentItemChanged, this, lead);
  // After a search the marked chapter's beginning may be out of view.
  connect(m_contents, &QListWidget::itemClicked, this, lead);
  connect(m_page->verticalScrollBar(), &QScrollBar::valueChanged, this,
          [this] { follow_scroll(); });
  connect(m_page, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
    link.scheme().isEmpty() ? show_chapter(link.fragment())
                            : static_cast<void>(QDesktopServices::openUrl(link));
  });
  connect(m_field, &QLineEdit::textEdited, this, [this] { m_nothing->hide(); });
  const auto on_key = [this](const QKeySequence& keys, auto action) {
    connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
  };
  on_key(QKeySequence(QKeySequence::Find), [this] {
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
  });
  on_key(QKeySequence(QKeySequence::FindNext), [this] { search(false); });
  on_key(QKeySequence(QKeySequence::FindPrevious), [this] { search(true); });
  connect(m_field, &QLineEdit::returnPressed, this, [this] { search(false); });
  connect(new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_Return), m_field, nullptr, nullptr,
                        Qt::WidgetShortcut),
          &QShortcut::activated, this, [this] { search(true); });
  m_contents->setCurrentRow(0);
  m_field->setFocus(Qt::OtherFocusReason);
}

/// A chapter's name is one line, at every size of the text.
void Handbook::fit_contents() {
  const QFontMetrics metrics = m_contents->fontMetrics();
  const int width = k_contents_letters * metrics.averageCharWidth();
  m_contents->setFixedWidth(width);
  m_field->setFixedWidth(width);
  const QSize line{0, metrics.height() + 12};
  for (int i = 0; i < m_contents->count(); ++i) m_contents->item(i)->setSizeHint(line);
}

void Handbook::show_chapter(const QString& name) { m_page->scrollToAnchor(name); }

bool Handbook::find(const QString& words, bool backwards) {
  if (words.trimmed().isEmpty()) return true;
  const QTextDocument::FindFlags flags =
      backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
  const QTextDocument& text = *m_page->document();
  QTextCursor hit = text.find(words, m_page->textCursor(), flags);
  if (hit.isNull()) {
    QTextCursor start = m_page->textCursor();
    start.movePosition(backwards ? QTextCursor::End : QTextCursor::Start);
    hit = text.find(words, start, flags);
  }
  if (hit.isNull()) return false;
  show_hit(hit);
  return true;
}

void Handbook::show_hit(const QTextCursor& hit) {
  // Pages are laid out bit by bit; one that is not whole cannot be scrolled as far as it should.
  static_cast<void>(m_page->document()->size());
  m_page->setTextCursor(hit);
  QTextCursor begin = hit;
  begin.setPosition(hit.selectionStart());
  QScrollBar* bar = m_page->verticalScrollBar();
  bar->setValue(bar->value() + m_page->cursorRect(begin).top() - m_page->viewport()->height() / 3);
  mark_chapter(hit.selectionStart());  // after the scrolling, which marks the one at the top
}

void Handbook::search(bool backwards) { m_nothing->setVisible(!find(m_field->text(), backwards)); }

void Handbook::follow_scroll() {
  mark_chapter(m_page->cursorForPosition(QPoint(4, 24)).position());
}

void Handbook::mark_chapter(int position) {
  const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), position);
  const int row = std::max(0, static_cast<int>(after - m_starts.begin()) - 1);
  if (row == m_contents->currentRow()) return;
  const QSignalBlocker quiet(m_contents);
  m_contents->setCurrentRow(row);
}

void show_handbook(QWidget* parent) {
  if (auto* open = parent->findChild<QDialog*>(QStringLiteral("help"))) {
    open->show();
    open->raise();
    open->activateWindow();
    auto* field = open->findChild<QLineEdit*>(QStringLiteral("handbook-search"));
    field->setFocus(Qt::OtherFocusReason);
    field->selectAll();
    return;
  }
  (new Handbook(parent))->show();
}

}  // namespace baryscope
