#include "core/model/gguf/gguf_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace baryscope {
namespace {

// Of no number that is computed here: how a file was made, what other programs do with it.
constexpr std::string_view idle_keys[] = {"attention.causal",       "pooling_type",
                                          "rope.scaling.finetuned", "tensor_data_layout",
                                          "use_parallel_residual",  "vocab_size"};

// Of the parts that read pictures and sound, which some files hold too.
constexpr std::string_view other_parts[] = {"vision.", "mm.", "audio."};

bool is_of_other_part(std::string_view key) {
  return std::any_of(std::begin(other_parts), std::end(other_parts),
                     [key](std::string_view part) { return key.starts_with(part); });
}

bool is_idle(std::string_view key) {
  return std::find(std::begin(idle_keys), std::end(idle_keys), key) != std::end(idle_keys) ||
         is_of_other_part(key);
}

}  // namespace

GgufEntries::GgufEntries(const GgufFile& file)
    : m_file(file), m_architecture(file.values().text("general.architecture")) {}

std::string GgufEntries::full_key(std::string_view key) const {
  return m_architecture + "." + std::string(key);
}

std::string GgufEntries::asked(std::string_view key) {
  return *m_asked.insert(full_key(key)).first;
}

void GgufEntries::fail(std::string_view key, const std::string& problem) const {
  m_file.values().fail(full_key(key), problem);
}

std::optional<int> GgufEntries::find_size(std::string_view key) {
  const std::string full = asked(key);
  const GgufValue* value = m_file.values().find(full);
  if (value == nullptr) {
    return std::nullopt;
  }
  std::int64_t size = 0;
  if (value->is_array) {
    const std::vector<std::int64_t> sizes = m_file.values().integers(full);
    if (sizes.empty() ||
        std::adjacent_find(sizes.begin(), sizes.end(), std::not_equal_to<>()) != sizes.end()) {
      fail(key, "differs from layer to layer, which this version does not compute");
    }
    size = sizes.front();
  } else {
    size = m_file.values().integer(full);
  }
  if (size < 1 || size > std::numeric_limits<int>::max()) {
    fail(key, fmt::format("is {}, expected 1 to {}", size, std::numeric_limits<int>::max()));
  }
  return static_cast<int>(size);
}

int GgufEntries::size(std::string_view key) {
  const std::optional<int> found = find_size(key);
  if (!found) {
    fail(key, "is missing");
  }
  return *found;
}

std::optional<double> GgufEntries::find_number(std::string_view key) {
  return m_file.values().find_number(asked(key));
}

std::optional<std::string> GgufEntries::find_text(std::string_view key) {
  const auto found = m_file.values().find_text(asked(key));
  return found ? std::optional(std::string(*found)) : std::nullopt;
}

std::optional<bool> GgufEntries::find_flag(std::string_view key) {
  return m_file.values().find_flag(asked(key));
}

std::vector<bool> GgufEntries::flags(std::string_view key) {
  const std::string full = asked(key);
  const GgufValue* value = m_file.values().find(full);
  return value != nullptr && value->is_array ? m_file.values().flags(full) : std::vector<bool>();
}

bool GgufEntries::has_tensor(std::string_view name) const {
  return m_file.find_entry(name) != nullptr;
}

std::int64_t GgufEntries::n_rows(std::string_view tensor) const {
  const TensorEntry& entry = m_file.entry(tensor);
  if (entry.shape.size() != 2) {
    throw WeightError(fmt::format("tensor '{}' of {} has {} dimensions, expected 2", tensor,
                                  m_file.path().string(), entry.shape.size()));
  }
  return entry.shape.front();
}

std::vector<double> GgufEntries::numbers_of(std::string_view tensor) const {
  constexpr std::size_t most = 65536;
  const TensorEntry* entry = m_file.find_entry(tensor);
  if (entry == nullptr) {
    return {};
  }
  if (entry->shape.size() != 1 || entry->type != ElementType::f32 || !entry->coding.empty()) {
    throw WeightError(
        fmt::format("tensor '{}' of {} is no row of F32 numbers", tensor, m_file.path().string()));
  }
  const std::string_view bytes = m_file.read(tensor).bytes;
  std::vector<double> numbers(std::min(bytes.size() / sizeof(float), most));
  for (std::size_t index = 0; index < numbers.size(); ++index) {
    float number = 0;
    std::memcpy(&number, bytes.data() + index * sizeof number, sizeof number);
    numbers[index] = number;
  }
  return numbers;
}

bool GgufEntries::has_other_parts() const {
  const auto& all = m_file.values().all();
  const std::string stem = m_architecture + ".";
  return std::any_of(all.begin(), all.end(), [&stem](const auto& item) {
    return item.first.starts_with(stem) &&
           is_of_other_part(std::string_view(item.first).substr(stem.size()));
  });
}

void GgufEntries::refuse_unknown() const {
  const std::string stem = m_architecture + ".";
  for (const auto& [key, value] : m_file.values().all()) {
    const std::string_view own = std::string_view(key).substr(std::min(stem.size(), key.size()));
    if (key.starts_with(stem) && !m_asked.contains(key) && !is_idle(own)) {
      fail(own, "is not known to this version, and may change the model's numbers");
    }
  }
}

}  // namespace baryscope
