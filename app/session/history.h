/// Undo and redo: whole sets of option values with the key frames, one entry a change.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/session/film/timeline.h"
#include "core/options/option_table.h"

namespace baryscope {

/// What can be changed and taken back. A copy of it shares the key frames.
struct Edited {
  OptionValues options;
  std::shared_ptr<const Timeline> timeline = std::make_shared<const Timeline>();
};

/// A value: a copy is cheap, it shares the entries.
class History {
 public:
  /// `before` is what was in force when a change came.
  void record(Edited before);
  /// As record(), but the changes of one drag make one entry, and one that comes back to where it
  /// began makes none.
  void record_drag(Edited before, const Edited& after, std::string_view id);
  void end_drag() { m_dragged.clear(); }

  /// The values to go back to; `now` is kept for redo.
  std::optional<Edited> undo(const Edited& now);
  std::optional<Edited> redo(const Edited& now);
  [[nodiscard]] bool can_undo() const { return !m_past.empty(); }
  [[nodiscard]] bool can_redo() const { return !m_future.empty(); }

 private:
  using Entries = std::deque<std::shared_ptr<const Edited>>;

  Entries m_past;
  Entries m_future;
  std::string m_dragged;  ///< what was dragged and made the last entry
};

}  // namespace baryscope
