/// A table with one row of every type, for the tests of the mechanism itself.
#pragma once

#include "core/base/error.h"
#include "core/options/option_table.h"

namespace baryscope {

inline OptionTable example_table() {
  std::vector<OptionSpec> rows;
  rows.push_back(
      {.id = "text", .type = OptionType::text, .help = "What is read.", .group = "input"});
  rows.push_back(
      {.id = "script", .type = OptionType::path, .help = "Lines to run.", .group = "input"});
  rows.push_back({.id = "dense",
                  .type = OptionType::flag,
                  .default_value = "off",
                  .help = "Also the weights.",
                  .group = "mechanism"});
  rows.push_back({.id = "keep",
                  .type = OptionType::integer,
                  .default_value = "32",
                  .help = "Keys that are kept.",
                  .group = "mechanism",
                  .value_name = "K",
                  .minimum = 1});
  rows.push_back({.id = "layer",
                  .type = OptionType::integer,
                  .default_value = "auto",
                  .help = "Which layer | plane.",
                  .group = "input",
                  .choices = {"auto", "all"},
                  .minimum = 0});
  rows.push_back({.id = "temperature",
                  .type = OptionType::number,
                  .default_value = "1",
                  .help = "Divides the scores.",
                  .group = "mechanism",
                  .minimum = 0,
                  .minimum_exclusive = true});
  rows.push_back({.id = "order",
                  .type = OptionType::integer,
                  .default_value = "2",
                  .help = "Keys a tuple.",
                  .group = "mechanism",
                  .minimum = 1,
                  .maximum = 4});
  rows.push_back({.id = "mechanism",
                  .type = OptionType::choice,
                  .default_value = "pairwise",
                  .help = "How the head reads.",
                  .group = "mechanism",
                  .choices = {"pairwise", "cog", "n-order"}});
  rows.push_back({.id = "show",
                  .type = OptionType::list,
                  .help = "What is drawn.",
                  .group = "view",
                  .choices = {"edges", "hull", "labels"}});
  OptionSpec window{.id = "window",
                    .type = OptionType::text,
                    .default_value = "none",
                    .help = "How far it reads.",
                    .group = "mechanism",
                    .value_name = "W1xW2",
                    .choices = {"none"}};
  window.parse = [](std::string_view value) -> std::string {
    if (value == "none" || value == "512x32") {
      return std::string(value);
    }
    throw UsageError("expected none, W or W1xW2 with whole numbers of at least 1");
  };
  rows.push_back(window);
  return OptionTable(std::move(rows));
}

template <class Function>
std::string usage_message(Function&& function) {
  try {
    function();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(no usage error)";
}

}  // namespace baryscope
