#include "app/gui/training/training_values.h"

#include <algorithm>
#include <array>

#include "core/tasks/task.h"

namespace baryscope {
namespace {

constexpr const char* k_first_mechanism = "two-simplicial";

bool is_run_row(std::string_view id) {
  constexpr std::array<std::string_view, 5> rows{"device", "threads", "cpu", "seed", "force"};
  return std::find(rows.begin(), rows.end(), id) != rows.end();
}

}  // namespace

bool is_training_row(const OptionTable& table, std::string_view id) {
  const std::string& group = table.spec(id).group;
  return group == "training" || group == "mechanism" || is_run_row(id);
}

bool is_lens_row(const std::string& id) {
  constexpr std::array<std::string_view, 4> rows{"key-prime", "value-prime", "second-query-key",
                                                 "negative-value"};
  return std::find(rows.begin(), rows.end(), id) != rows.end();
}

OptionValues first_training_values(const OptionValues& given) {
  OptionValues values(given.table());
  const bool asked = given.text("train") != "none";
  for (const auto& [id, value] : given.changed()) {
    const std::string& group = given.table().spec(id).group;
    if (group == "training" || is_run_row(id) || (asked && group == "mechanism"))
      values.set(id, value);
  }
  if (!asked) {
    values.set("train", tasks().front().name);
    values.set("mechanism", k_first_mechanism);
  }
  return values;
}

OptionValues without_training(const OptionValues& given) {
  OptionValues values = given;
  if (given.text("train") == "none") return values;
  for (const auto& [id, value] : given.changed()) {
    const std::string& group = given.table().spec(id).group;
    if (group == "training" || group == "mechanism") values.reset(id);
  }
  return values;
}

}  // namespace baryscope
