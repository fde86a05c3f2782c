#include "core/model/weights/gguf_file.h"

#include <fmt/format.h>

#include <functional>
#include <numeric>
#include <utility>

#include "core/analysis/gguf_files.h"
#include "core/base/input_file.h"
#include "core/model/weights/mapped_file.h"
#include "core/model/weights/read_ahead.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

// The type that numbers have as a source of weights: those with a coding are read as F32.
ElementType element_type_of(const GgufType& type) {
  const auto found = find_element_type(type.name);
  return found ? *found : ElementType::f32;
}

TensorEntry entry_of(const GgufTensor& tensor) {
  TensorEntry entry;
  entry.name = tensor.name;
  entry.shape = tensor.shape;
  entry.type = element_type_of(*tensor.type);
  if (!find_element_type(tensor.type->name)) {
    entry.coding = tensor.type->name;
    entry.is_readable = tensor.type->decode != nullptr;
  }
  return entry;
}

std::int64_t n_rows_of(const TensorEntry& entry) {
  return std::accumulate(entry.shape.begin(), entry.shape.end() - 1, std::int64_t{1},
                         std::multiplies<>());
}

}  // namespace

std::vector<fs::path> gguf_parts(const fs::path& path) {
  const std::optional<GgufPartName> part = find_gguf_part_name(path.filename().string());
  if (!part) {
    return {path};
  }
  std::vector<fs::path> parts;
  for (int number = 1; number <= part->n_parts; ++number) {
    parts.push_back(path.parent_path() / gguf_file_of_part(*part, number));
  }
  return parts;
}

struct GgufFile::File {
  explicit File(const fs::path& path)
      : mapped(path), header(parse_gguf_header(mapped.bytes(), path)) {}

  MappedFile mapped;
  GgufHeader header;
};

GgufFile::GgufFile(const fs::path& path) {
  const std::vector<fs::path> parts = gguf_parts(path);
  m_path = parts.front();
  for (const fs::path& part : parts) {
    if (parts.size() > 1 && !is_present(part)) {
      throw Error(fmt::format("cannot use {}: it is one of {} parts, and {} is not beside it",
                              path.string(), parts.size(), part.filename().string()));
    }
    m_files.push_back(std::make_shared<const File>(part));
    add(m_files.back());
  }
  check_parts();
}

void GgufFile::add(const std::shared_ptr<const File>& file) {
  for (const GgufTensor& tensor : file->header.tensors) {
    const auto [position, is_new] =
        m_places.try_emplace(tensor.name, Place{file, &tensor, entry_of(tensor)});
    if (!is_new) {
      throw Error(fmt::format("tensor '{}' is both in {} and in {}", tensor.name,
                              position->second.file->mapped.path().string(),
                              file->mapped.path().string()));
    }
  }
}

// Parts count themselves, from 0.
void GgufFile::check_parts() const {
  for (std::size_t index = 0; index < m_files.size(); ++index) {
    const GgufValues& values = m_files[index]->header.values;
    const std::int64_t count = values.find_integer("split.count").value_or(1);
    const std::int64_t number = values.find_integer("split.no").value_or(0);
    if (count > 1 && m_files.size() == 1) {
      values.fail("split.count", fmt::format("is {}: it is one of {} parts, whose names end with "
                                             "-00001-of-{:05}.gguf; give them those names again",
                                             count, count, count));
    }
    if (m_files.size() > 1 && (count != static_cast<std::int64_t>(m_files.size()) ||
                               number != static_cast<std::int64_t>(index))) {
      values.fail("split.no",
                  fmt::format("and split.count are {} and {}; by its name it is part {} of {}",
                              number, count, index, m_files.size()));
    }
  }
  const auto promised = values().find_integer("split.tensors.count");
  if (m_files.size() > 1 && promised && *promised != static_cast<std::int64_t>(m_places.size())) {
    values().fail("split.tensors.count",
                  fmt::format("is {}, but the parts hold {} tensors", *promised, m_places.size()));
  }
}

const GgufValues& GgufFile::values() const { return m_files.front()->header.values; }

std::vector<std::string> GgufFile::names() const {
  std::vector<std::string> all;
  all.reserve(m_places.size());
  for (const auto& item : m_places) {
    all.push_back(item.first);
  }
  return all;
}

const TensorEntry* GgufFile::find_entry(std::string_view name) const {
  const auto found = m_places.find(name);
  return found == m_places.end() ? nullptr : &found->second.entry;
}

const GgufFile::Place& GgufFile::place(std::string_view name) const {
  static_cast<void>(entry(name));  // throws where there is none
  const Place& found = m_places.find(name)->second;
  if (!found.entry.is_readable) {
    throw Error(fmt::format("tensor '{}' of {} is {}", name, found.file->mapped.path().string(),
                            unread_type_words(found.entry.coding)));
  }
  return found;
}

std::string_view GgufFile::stored(const Place& place) {
  return place.file->mapped.bytes().substr(place.file->header.data_begin + place.tensor->begin,
                                           place.tensor->n_bytes);
}

TensorBytes GgufFile::read(std::string_view name) const {
  const Place& found = place(name);
  if (found.entry.coding.empty()) {
    return {stored(found), found.file};
  }
  const std::int64_t n_rows = n_rows_of(found.entry);
  const auto numbers = std::make_shared<std::vector<float>>(
      static_cast<std::size_t>(n_rows * found.entry.shape.back()));
  decode_rows(name, 0, n_rows, numbers->data());
  return {{reinterpret_cast<const char*>(numbers->data()), numbers->size() * sizeof(float)},
          numbers};
}

void GgufFile::decode_rows(std::string_view name, std::int64_t first, std::int64_t n_rows,
                           float* numbers) const {
  const Place& found = place(name);
  BARYSCOPE_CHECK(!found.entry.coding.empty());
  BARYSCOPE_CHECK(first >= 0 && n_rows >= 0 && first + n_rows <= n_rows_of(found.entry));
  const GgufType& type = *found.tensor->type;
  const std::uint64_t row_blocks =
      static_cast<std::uint64_t>(found.entry.shape.back()) / type.block_size;
  const std::string_view blocks =
      stored(found).substr(static_cast<std::uint64_t>(first) * row_blocks * type.block_bytes);
  type.decode(blocks.data(), static_cast<std::uint64_t>(n_rows) * row_blocks, numbers);
}

void GgufFile::read_ahead(std::string_view name) const {
  if (find_entry(name) != nullptr) {
    baryscope::read_ahead(stored(m_places.find(name)->second));
  }
}

}  // namespace baryscope
