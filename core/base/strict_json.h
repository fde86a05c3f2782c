/// JSON from outside, read strictly: no key twice in one object, no depth without end.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/base/error.h"

namespace baryscope {

/// Why a text is no JSON that is read: "byte 7 is not JSON; …", without a name before it.
class JsonError : public Error {
 public:
  using Error::Error;
};

/// The one value of `text`. Throws JsonError for what is not JSON, an object in which a key occurs
/// twice, a number beyond a double's range, or more than 32 levels.
nlohmann::json parse_strict_json(std::string_view text);

}  // namespace baryscope
