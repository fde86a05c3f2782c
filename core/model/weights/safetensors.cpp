#include "core/model/weights/safetensors.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "core/base/shown_name.h"
#include "core/model/weights/mapped_file.h"
#include "core/model/weights/model_files.h"
#include "core/model/weights/read_ahead.h"

namespace baryscope {

struct Safetensors::File {
  explicit File(const std::filesystem::path& path)
      : mapped(path), header(parse_safetensors_header(mapped.bytes(), path)) {}

  MappedFile mapped;
  SafetensorsHeader header;
};

Safetensors::Safetensors(const std::filesystem::path& path) : m_path(path) {
  add(std::make_shared<const File>(path));
}

Safetensors Safetensors::open_folder(const std::filesystem::path& folder) {
  WeightFiles weights = find_weight_files(folder);
  Safetensors opened;
  opened.m_path = weights.index.empty() ? weights.files.front() : weights.index;
  opened.m_notes = std::move(weights.notes);
  for (const std::filesystem::path& file : weights.files) {
    opened.add(std::make_shared<const File>(file));
  }
  for (const auto& [name, file] : weights.file_of_tensor) {
    const auto found = opened.m_places.find(name);
    if (found == opened.m_places.end() || found->second.file->mapped.path() != file) {
      throw Error(fmt::format("{} promises tensor '{}' in {}, which does not hold it",
                              weights.index.string(), shown_name(name),
                              file.lexically_relative(folder).string()));
    }
  }
  return opened;
}

void Safetensors::add(const std::shared_ptr<const File>& file) {
  for (const SafetensorsEntry& item : file->header.entries) {
    const auto [position, is_new] = m_places.try_emplace(item.name, Place{file, &item});
    if (!is_new) {
      throw Error(fmt::format("tensor '{}' is both in {} and in {}", shown_name(item.name),
                              position->second.file->mapped.path().string(),
                              file->mapped.path().string()));
    }
  }
  m_metadata.insert(file->header.metadata.begin(), file->header.metadata.end());
}

std::vector<std::string> Safetensors::names() const {
  std::vector<std::string> all;
  all.reserve(m_places.size());
  for (const auto& item : m_places) {
    all.push_back(item.first);
  }
  return all;
}

const SafetensorsEntry* Safetensors::find_entry(std::string_view name) const {
  const auto found = m_places.find(name);
  return found == m_places.end() ? nullptr : found->second.entry;
}

TensorBytes Safetensors::read(std::string_view name) const {
  static_cast<void>(entry(name));  // throws where there is none
  const Place& found = m_places.find(name)->second;
  return {found.file->mapped.bytes().substr(found.file->header.data_begin + found.entry->begin,
                                            found.entry->end - found.entry->begin),
          found.file};
}

void Safetensors::read_ahead(std::string_view name) const {
  if (find_entry(name) != nullptr) {
    baryscope::read_ahead(read(name).bytes);
  }
}

}  // namespace baryscope
