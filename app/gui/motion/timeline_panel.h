/// The Timeline dock: what plays and how, and the key frames of the session.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "app/gui/motion/motion_player.h"
#include "app/gui/motion/recorder.h"
#include "app/gui/motion/timeline_keys.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace baryscope {

class FlowLayout;
class OptionEditor;
class TimelineView;

class TimelinePanel : public QWidget {
 public:
  TimelinePanel(const Dispatcher& dispatcher, SceneWidget& scene);

  [[nodiscard]] MotionPlayer& player() { return m_player; }
  [[nodiscard]] TimelineKeys& keys() { return m_keys; }
  [[nodiscard]] Recorder& recorder() { return m_recorder; }
  [[nodiscard]] TimelineView* view() const { return m_view; }

  // What the commands of the Play menu do.
  /// Where nothing is chosen to move, something that can is chosen first.
  void toggle();
  void stop();
  void step(int frames);
  void jump_to_key(int by);
  void add_key();
  void remove_key();
  void edit_caption();

  void options_changed();
  void timeline_changed();
  void result_shown();

  std::function<void(int pixels)> on_height;  ///< that all of it takes
  std::function<void()> on_words;             ///< the value or the caption of the moment is another
  std::function<void()> on_state;             ///< playing, recording, what plays

 protected:
  bool event(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void add_group(int gap);
  QToolButton* add_button(const char* name, const char* command, int icon);
  void build_controls();
  void build_choices();
  void connect_view();
  void choose_what_moves();
  void refresh();
  void refresh_buttons();
  void refresh_choices();
  void fit_height();
  [[nodiscard]] QString words_at(double seconds) const;
  [[nodiscard]] int time_width(double seconds) const;
  void show_playhead();
  void show_menu(QPoint at, std::optional<std::size_t> key);
  [[nodiscard]] QString lane_words() const;
  [[nodiscard]] std::vector<double> course() const;
  [[nodiscard]] std::optional<std::size_t> key_in_hand() const;

  const Dispatcher& m_dispatcher;
  MotionPlayer m_player;
  TimelineKeys m_keys;
  Recorder m_recorder;
  QWidget* m_controls;
  FlowLayout* m_flow;
  QHBoxLayout* m_group = nullptr;  ///< that is being filled
  std::vector<QWidget*> m_groups;
  QToolButton *m_play = nullptr, *m_loop = nullptr, *m_record = nullptr;
  std::vector<std::pair<QToolButton*, int>> m_icons;
  QLabel* m_time = nullptr;
  QComboBox* m_what = nullptr;
  OptionEditor *m_sweep = nullptr, *m_duration = nullptr;
  TimelineView* m_view;
};

}  // namespace baryscope
