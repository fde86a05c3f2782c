/// The parts of a tokenizer.json by their names: each kind of part has one list.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/base/nearest_name.h"
#include "core/text/json_document.h"

namespace baryscope {

/// A row: the member "type", and what reads the rest.
template <class Part>
struct PartType {
  const char* name;
  std::unique_ptr<const Part> (*read)(const JsonValue& json);
};

/// The part that `type` names. Throws Tokenizer::Error with the known names; `kind` as in
/// "unsupported: unknown normalizer 'X'".
template <class Part, std::size_t N>
std::unique_ptr<const Part> read_part(const JsonValue& json, const char* kind,
                                      const std::string& type, const PartType<Part> (&rows)[N]) {
  std::vector<std::string> known;
  for (const PartType<Part>& row : rows) {
    if (type == row.name) return row.read(json);
    known.emplace_back(row.name);
  }
  json.fail("unsupported: " + unknown_name_message(kind, type, known));
}

/// All elements of an array of parts, in their order.
template <class Part>
std::vector<std::unique_ptr<const Part>> read_parts(
    const JsonValue& json, std::unique_ptr<const Part> (*read)(const JsonValue&)) {
  std::vector<std::unique_ptr<const Part>> parts;
  json.for_each_element([&](const JsonValue& element) { parts.push_back(read(element)); });
  return parts;
}

}  // namespace baryscope
