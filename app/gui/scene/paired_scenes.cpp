#include "app/gui/scene/paired_scenes.h"

#include <QEvent>
#include <QToolButton>
#include <utility>

namespace baryscope {

PairedScenes::PairedScenes(SceneWidget* first, SceneWidget::MakeView make_view)
    : QSplitter(Qt::Horizontal), m_first(first), m_make_view(std::move(make_view)) {
  setChildrenCollapsible(false);
  setHandleWidth(1);
  addWidget(first);
}

PairedScenes::~PairedScenes() { m_first->lead(nullptr); }

void PairedScenes::show_second(std::shared_ptr<const Scene> scene,
                               std::shared_ptr<const Drawing> drawing,
                               const Continuity& continuity) {
  if (scene == nullptr) {
    if (m_second == nullptr) return;
    m_first->lead(nullptr);
    m_second->hide();
    m_second->deleteLater();
    m_second = nullptr;
    m_close = nullptr;
    return;
  }
  if (m_second == nullptr) open();
  m_second->set_scene(std::move(scene), CameraUse::keep, std::move(drawing), continuity);
}

void PairedScenes::open() {
  m_second = new SceneWidget(m_make_view);
  m_second->setObjectName(QStringLiteral("compared-scene"));
  m_second->setAccessibleName(tr("Picture beside the first"));
  m_second->on_pick = [this](const std::optional<Pick>& pick) {
    if (on_pick) on_pick(pick);
  };
  m_second->describe_pick = [this](const Pick& pick) {
    return describe_pick ? describe_pick(pick) : QString();
  };
  m_second->on_error = [this](const QString& text) {
    if (on_error) on_error(text);
  };
  m_close = new QToolButton(m_second);
  m_close->setObjectName(QStringLiteral("close-comparison"));
  m_close->setText(QStringLiteral("✕"));
  m_close->setStyleSheet(QStringLiteral("padding: 0;"));
  m_close->setToolTip(tr("Shows the first alone again"));
  m_close->setAccessibleName(tr("Close the comparison"));
  connect(m_close, &QToolButton::clicked, this, [this] {
    if (on_close) on_close();
  });
  m_second->installEventFilter(this);
  addWidget(m_second);
  const int half = width() / 2;
  setSizes({half, width() - half});
  m_first->lead(m_second);
  place_button();
}

bool PairedScenes::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_second && event->type() == QEvent::Resize) place_button();
  return QSplitter::eventFilter(watched, event);
}

void PairedScenes::place_button() {
  constexpr int gap = 4, side = 22;  // right of the title, which ends 28 pixels from the edge
  m_close->setFixedSize(side, side);
  m_close->move(m_second->width() - m_close->width() - gap, gap);
  m_close->raise();
}

}  // namespace baryscope
