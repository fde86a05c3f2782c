#include "app/session/history.h"

#include <utility>

namespace baryscope {
namespace {

constexpr std::size_t max_entries = 1000;

/// How a picture is turned comes with its result: nobody chose it.
bool chosen_alike(Edited a, Edited b) {
  for (OptionValues* values : {&a.options, &b.options}) {
    values->reset("orientation");
  }
  return a.options == b.options && (a.timeline == b.timeline || *a.timeline == *b.timeline);
}

}  // namespace

void History::record(Edited before) {
  m_dragged.clear();
  m_future.clear();
  m_past.push_back(std::make_shared<const Edited>(std::move(before)));
  if (m_past.size() > max_entries) {
    m_past.pop_front();
  }
}

void History::record_drag(Edited before, const Edited& after, std::string_view id) {
  if (m_dragged != id) {
    record(std::move(before));
    m_dragged = id;
  } else if (!m_past.empty() && chosen_alike(*m_past.back(), after)) {
    m_past.pop_back();
    m_dragged.clear();
  }
}

std::optional<Edited> History::undo(const Edited& now) {
  m_dragged.clear();
  if (m_past.empty()) {
    return std::nullopt;
  }
  m_future.push_back(std::make_shared<const Edited>(now));
  Edited values = *m_past.back();
  m_past.pop_back();
  return values;
}

std::optional<Edited> History::redo(const Edited& now) {
  m_dragged.clear();
  if (m_future.empty()) {
    return std::nullopt;
  }
  m_past.push_back(std::make_shared<const Edited>(now));
  Edited values = *m_future.back();
  m_future.pop_back();
  return values;
}

}  // namespace baryscope
