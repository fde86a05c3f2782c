/// What a subject (attention, samples, training) gives to the window: bars, docks, the picture of
/// its results and the words for it. The window knows no desk by its kind.
#pragma once

#include <QString>
#include <memory>
#include <string>

#include "app/session/finished.h"
#include "app/session/selection.h"

class QWidget;

namespace baryscope {

class DockArea;
class Menus;

/// What the window says of the result that a desk shows.
struct DeskWords {
  QString title, finding, finding_tip;
  QString picture, second_picture;  ///< of the pictures, to a screen reader
};

class Desk {
 public:
  virtual ~Desk();

  // Its parts, asked for once, in the order of the Tab key.
  /// Above the picture, and below it; null for none.
  [[nodiscard]] virtual QWidget* bar_above() { return nullptr; }
  virtual void add_docks(DockArea& docks) = 0;
  [[nodiscard]] virtual QWidget* bar_below() { return nullptr; }

  // The result that is shown: one desk is in front, the others give way.
  [[nodiscard]] virtual bool shows(const Finished& result) const;
  virtual void enter() {}
  virtual void leave() {}
  /// The docks as they are before a person moved one.
  virtual void arrange() {}
  /// Of its own: what begins the names that a person's arrangement is kept under.
  [[nodiscard]] virtual QString layout_prefix() const = 0;
  /// `adopt_camera`: no place that a person chose is kept.
  virtual void show(const std::shared_ptr<const Finished>& result, bool adopt_camera);
  [[nodiscard]] virtual DeskWords words() const { return {}; }
  /// Any desk's result is in the window, which took so long.
  virtual void result_shown(double seconds);

  // What plays by itself, where the options name nothing that moves. False: the desk has no such.
  virtual bool toggle_play() { return false; }
  virtual bool step_play(int /*by*/) { return false; }

  /// The session's selection is another one.
  virtual void selection_changed() {}
  /// It was chosen in the picture.
  virtual void picked() {}
  /// The hint at something in the picture; of a pair `in_compared` says in which one.
  [[nodiscard]] virtual QString describe(const Subject& subject, bool in_compared) const;
  /// The command line that leaves the first picture of a pair alone.
  [[nodiscard]] virtual std::string end_comparison() const { return {}; }

  virtual void options_changed() {}
  /// Whether motion that nobody's hand makes is left out; told at the start too.
  virtual void motion_changed(bool /*reduced*/) {}
  /// Which of its commands can be run now; `in_front`: its result is shown.
  virtual void enable_commands(const Menus& menus, bool in_front) const;
  /// True for an error that the desk tells of itself.
  virtual bool take_failure(const QString& message);

  /// True where the window may close now; else the desk asks the person, and closes it when that
  /// is settled.
  virtual bool may_close() { return true; }
  /// The window ends without a question.
  virtual void interrupt() {}
};

}  // namespace baryscope
