/// What a GGUF file says of itself.
#include <algorithm>
#include <map>
#include <optional>

#include "core/base/number_text.h"
#include "core/model/gguf/gguf_config.h"
#include "core/model/listing/model_facts.h"
#include "core/model/weights/gguf_header.h"
#include "core/model/weights/mapped_file.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// One number, or the largest of a list (heads of layers may differ).
int largest_number(const GgufValues& values, const std::string& key) {
  const GgufValue* found = values.find(key);
  if (found == nullptr) {
    return 0;
  }
  std::vector<std::int64_t> all{0};
  if (found->is_array) {
    all = values.integers(key);
  } else {
    all.push_back(values.find_integer(key).value_or(0));
  }
  constexpr std::int64_t largest = 1'000'000;
  const std::int64_t most = all.empty() ? 0 : *std::max_element(all.begin(), all.end());
  return most > 0 && most < largest ? static_cast<int>(most) : 0;
}

using TypeBytes = std::map<const GgufType*, std::uint64_t>;

/// Of the first part, which alone has the metadata.
void add_metadata(const GgufHeader& header, FoundModel& model) {
  const GgufValues& values = header.values;
  const std::string architecture(values.find_text("general.architecture").value_or(""));
  model.family = architecture;
  if (model.problem.empty()) {
    model.problem = gguf_obstacle(values, header.tensors.size());
  }
  model.n_layers = largest_number(values, architecture + ".block_count");
  model.n_heads = largest_number(values, architecture + ".attention.head_count");
}

void add_types(const TypeBytes& bytes, FoundModel& model) {
  std::uint64_t most = 0;
  for (const auto& [type, n_bytes] : bytes) {
    if (model.quantisation.empty() || n_bytes > most) {
      model.quantisation = std::string(type->name);
      most = n_bytes;
    }
  }
  for (const auto& [type, n_bytes] : bytes) {
    if (type->decode == nullptr && model.problem.empty()) {
      model.problem = "some of its weights are " + unread_type_words(type->name);
    }
  }
}

std::string missing_parts(const GgufSet& set) {
  if (set.missing.empty()) {
    return {};
  }
  const std::size_t n_more = set.missing.size() - 1;
  return set.missing.front() +
         (n_more == 0 ? " is missing"
                      : " and " + to_text(static_cast<std::int64_t>(n_more)) +
                            (n_more == 1 ? " more part" : " more parts") + " are missing");
}

}  // namespace

void add_gguf_facts(FoundModel& model, const GgufSet& set) {
  model.problem = missing_parts(set);
  TypeBytes bytes;
  for (const fs::path& file : set.files) {
    try {
      if (const std::string absent = absence(file); !absent.empty()) {
        throw WeightError("it " + absent);
      }
      const MappedFile mapped(file);
      model.n_bytes += mapped.bytes().size();
      const GgufHeader header = parse_gguf_header(mapped.bytes(), file);
      if (file == set.files.front()) {
        add_metadata(header, model);
      }
      for (const GgufTensor& tensor : header.tensors) {
        bytes[tensor.type] += tensor.n_bytes;
      }
    } catch (const Error& error) {
      if (model.problem.empty()) {
        const std::string part =
            set.files.size() > 1 ? file.filename().string() + ": " : std::string();
        model.problem = part + short_reason(error.what(), file);
      }
    }
  }
  add_types(bytes, model);
}

}  // namespace baryscope
