/// What a fuzz target allows: a reader reads, or refuses in words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

#include "core/base/error.h"

namespace baryscope::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program, which libFuzzer and the replay count as a finding.
[[noreturn]] inline void find(const std::string& what) {
  std::cerr << "FINDING: " << what << std::endl;
  std::abort();
}

/// States what must hold of whatever was read.
inline void require(bool holds, const std::string& what) {
  if (!holds) find(what);
}

/// Longest message: it is for a person, however long the names are that a file brings.
inline constexpr std::size_t most_message_bytes = 4096;

/// Runs `read`. An error of the project is an answer where its message is not empty, not endless
/// and names `source`; whatever else is thrown is a finding. Returns whether nothing was thrown.
template <class Read>
bool reads(std::string_view source, Read&& read) {
  try {
    std::forward<Read>(read)();
    return true;
  } catch (const Error& error) {
    const std::string_view message = error.what();
    require(!message.empty(), "an error without words");
    require(message.find(source) != std::string_view::npos,
            "an error that does not name " + std::string(source) + ": " + error.what());
    require(message.size() <= most_message_bytes,
            "a message of " + std::to_string(message.size()) +
                " bytes: " + std::string(message.substr(0, 200)));
  } catch (const std::exception& error) {
    find(std::string(typeid(error).name()) + ": " + error.what());
  }
  return false;
}

}  // namespace baryscope::fuzz
