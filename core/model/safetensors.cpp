#include "core/model/safetensors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/base/nearest_name.h"

namespace baryscope {

struct Safetensors::File {
  explicit File(const std::filesystem::path& file_path) : path(file_path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      fail(errno);
    }
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) {
      const int reason = errno;
      ::close(descriptor);
      fail(reason);
    }
    if (!S_ISREG(status.st_mode)) {
      ::close(descriptor);
      throw Error("cannot open " + path.string() + ": expected a safetensors file, found " +
                  (S_ISDIR(status.st_mode) ? "a folder" : "something that is not a plain file"));
    }
    n_bytes = static_cast<std::size_t>(status.st_size);
    if (n_bytes > 0) {
      data = ::mmap(nullptr, n_bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);
    }
    const int reason = errno;
    ::close(descriptor);
    if (data == MAP_FAILED) {
      fail(reason);
    }
    try {
      header = parse_safetensors_header(bytes(), path);
    } catch (...) {
      unmap();
      throw;
    }
  }
  ~File() { unmap(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(data), n_bytes}; }

  std::filesystem::path path;
  void* data = nullptr;
  std::size_t n_bytes = 0;
  SafetensorsHeader header;

 private:
  [[noreturn]] void fail(int reason) const {
    throw Error("cannot open " + path.string() + ": " + std::strerror(reason));
  }
  void unmap() {
    if (data != nullptr && data != MAP_FAILED) {
      ::munmap(data, n_bytes);
    }
  }
};

Safetensors::Safetensors(const std::filesystem::path& path) : m_path(path) {
  add(std::make_shared<const File>(path));
}

Safetensors Safetensors::open_folder(const std::filesystem::path& folder) {
  const std::filesystem::path single = folder / "model.safetensors";
  const std::filesystem::path index = folder / "model.safetensors.index.json";
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    throw Error("cannot open " + folder.string() + ": expected a model folder" +
                (error ? " (" + error.message() + ")" : ""));
  }
  if (std::filesystem::exists(single, error)) {
    return Safetensors(single);
  }
  Safetensors shards;
  shards.m_path = index;
  if (std::filesystem::exists(index, error)) {
    shards.add_shards(index);
    return shards;
  }
  std::vector<std::filesystem::path> found;
  for (const auto& item : std::filesystem::directory_iterator(folder, error)) {
    if (item.path().extension() == ".safetensors") {
      found.push_back(item.path());
    }
  }
  if (found.size() != 1) {
    throw Error(fmt::format(
        "the model folder {} has {} safetensors file{} and no {}; expected "
        "model.safetensors",
        folder.string(), found.size(), found.size() == 1 ? "" : "s", index.filename().string()));
  }
  return Safetensors(found.front());
}

void Safetensors::add_shards(const std::filesystem::path& index) {
  std::ifstream stream(index, std::ios::binary);
  const nlohmann::json root = nlohmann::json::parse(stream, nullptr, false);
  if (!stream || !root.is_object() || !root.contains("weight_map") ||
      !root["weight_map"].is_object()) {
    throw Error("cannot read " + index.string() +
                ": expected a JSON object with a \"weight_map\" from tensor names to file names");
  }
  std::set<std::string> files;
  for (const auto& [name, file] : root["weight_map"].items()) {
    if (!file.is_string() ||
        std::filesystem::path(file.get<std::string>()).filename() != file.get<std::string>()) {
      throw Error(fmt::format("{}: the file of tensor '{}' must be a plain file name beside it",
                              index.string(), name));
    }
    files.insert(file.get<std::string>());
  }
  for (const std::string& file : files) {
    add(std::make_shared<const File>(index.parent_path() / file));
  }
  for (const auto& [name, file] : root["weight_map"].items()) {
    const auto found = m_places.find(name);
    if (found == m_places.end() || found->second.file->path.filename() != file.get<std::string>()) {
      throw Error(fmt::format("{} promises tensor '{}' in {}, which does not hold it",
                              index.string(), name, file.get<std::string>()));
    }
  }
}

void Safetensors::add(std::shared_ptr<const File> file) {
  for (const SafetensorsEntry& item : file->header.entries) {
    const auto [position, is_new] = m_places.try_emplace(item.name, Place{file, &item});
    if (!is_new) {
      throw Error(fmt::format("tensor '{}' is both in {} and in {}", item.name,
                              position->second.file->path.string(), file->path.string()));
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

const Safetensors::Place& Safetensors::place(std::string_view name) const {
  const auto found = m_places.find(name);
  if (found == m_places.end()) {
    const auto nearest = find_nearest_name(name, names());
    throw Error(fmt::format("{} has no tensor '{}'{}", m_path.string(), name,
                            nearest ? "; the nearest is '" + *nearest + "'" : ""));
  }
  return found->second;
}

const SafetensorsEntry& Safetensors::entry(std::string_view name) const {
  return *place(name).entry;
}

std::string_view Safetensors::bytes(std::string_view name) const {
  const Place& found = place(name);
  return found.file->bytes().substr(found.file->header.data_begin + found.entry->begin,
                                    found.entry->end - found.entry->begin);
}

std::shared_ptr<const void> Safetensors::owner(std::string_view name) const {
  return place(name).file;
}

}  // namespace baryscope
