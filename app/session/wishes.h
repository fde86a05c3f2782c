/// What is shown as a wish that was granted and, above it, what was asked for since.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>

#include "app/session/history.h"
#include "app/session/session_requests.h"
#include "core/options/option_table.h"

namespace baryscope {

/// All options as somebody asked for them, with the history that leads there.
struct Wish {
  std::uint64_t generation = 0;  ///< of the request that answers it
  OptionValues options;
  SessionRequests requests;  ///< what the options ask for; empty: nothing yet
  History history;
  /// Its picture is turned as the shown one is, in place of as its options say.
  bool follows = false;
  std::shared_ptr<const Timeline> timeline = std::make_shared<const Timeline>();

  [[nodiscard]] Edited edited() const { return {options, timeline}; }
};

/// A wish takes effect as a whole, with its result, or leaves nothing behind, not even a step of
/// the history.
class Wishes {
 public:
  explicit Wishes(OptionValues start);

  /// Of the result that is shown; before the first one the options of the start.
  [[nodiscard]] const Wish& shown() const { return m_wishes.front(); }
  /// shown() where nothing is pending.
  [[nodiscard]] const Wish& newest() const { return m_wishes.back(); }
  [[nodiscard]] bool pending() const { return m_wishes.size() > 1; }

  /// Before anything was added.
  void begin_with(std::shared_ptr<const Timeline> timeline);
  /// A generation that is shown already is granted at once: there is nothing to be made for it.
  void add(Wish wish);
  /// The wishes up to this generation are granted.
  void grant(std::uint64_t generation);
  /// What the shown result brought with it, in every wish that follows it.
  void settle(std::string_view id, const OptionValues& shown);
  /// Gives up what is pending, for another wish that is added next.
  void drop_pending();
  /// Gives up what is pending for good. Returns the options to go on with: the shown ones, with
  /// those changes that came after the request in vain and asked for nothing new (a theme chosen
  /// meanwhile).
  OptionValues fall_back();
  /// Before the first result there is nothing to fall back to: the newest wish stays.
  void keep_newest();
  void end_drag();

 private:
  std::deque<Wish> m_wishes;  ///< never empty
};

}  // namespace baryscope
