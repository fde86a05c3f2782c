#include "core/text/metaspace_scheme.h"

#include <string>
#include <vector>

#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

struct NamedScheme {
  const char* name;
  MetaspaceScheme::Prepend prepend;
};

constexpr NamedScheme k_schemes[] = {
    {"never", MetaspaceScheme::Prepend::never},
    {"always", MetaspaceScheme::Prepend::always},
    {"first", MetaspaceScheme::Prepend::first},
};

MetaspaceScheme::Prepend read_prepend(const JsonValue& json) {
  const std::string name = json.text();
  std::vector<std::string> known;
  for (const NamedScheme& row : k_schemes) {
    if (name == row.name) return row.prepend;
    known.emplace_back(row.name);
  }
  json.fail("unsupported: " + unknown_name_message("prepend scheme", name, known));
}

}  // namespace

MetaspaceScheme read_metaspace_scheme(const JsonValue& json) {
  MetaspaceScheme scheme;
  scheme.replacement = json.at("replacement").character();
  const auto prepend = json.find("prepend_scheme");
  if (prepend) scheme.prepend = read_prepend(*prepend);
  const auto older = json.find("add_prefix_space");
  if (older && !older->is_null() && !older->boolean()) {
    if (prepend && scheme.prepend != MetaspaceScheme::Prepend::never)
      older->fail("is false, and prepend_scheme says otherwise");
    scheme.prepend = MetaspaceScheme::Prepend::never;
  }
  return scheme;
}

}  // namespace baryscope
