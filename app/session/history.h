/// Undo and redo: whole sets of option values, one entry a change.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/options/option_table.h"

namespace baryscope {

/// A value: a copy is cheap, it shares the entries.
class History {
 public:
  /// `before` is what was in force when a change came.
  void record(OptionValues before);
  /// As record(), but the changes of one drag make one entry, and one that comes back to where it
  /// began makes none.
  void record_drag(OptionValues before, const OptionValues& after, std::string_view id);
  void end_drag() { m_dragged.clear(); }

  /// The values to go back to; `now` is kept for redo.
  std::optional<OptionValues> undo(const OptionValues& now);
  std::optional<OptionValues> redo(const OptionValues& now);
  [[nodiscard]] bool can_undo() const { return !m_past.empty(); }
  [[nodiscard]] bool can_redo() const { return !m_future.empty(); }

 private:
  using Entries = std::deque<std::shared_ptr<const OptionValues>>;

  Entries m_past;
  Entries m_future;
  std::string m_dragged;  ///< the option whose drag made the last entry
};

}  // namespace baryscope
