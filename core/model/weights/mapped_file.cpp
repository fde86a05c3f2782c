#include "core/model/weights/mapped_file.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "core/base/input_file.h"
#include "core/model/weights/weight_source.h"

namespace baryscope {

MappedFile::MappedFile(std::filesystem::path path) : m_path(std::move(path)) {
  const auto file = reading_as<WeightError>([&] { return std::make_unique<InputFile>(m_path); });
  m_n_bytes = file->size();
  if (m_n_bytes == 0) {
    return;
  }
  void* data = ::mmap(nullptr, m_n_bytes, PROT_READ, MAP_PRIVATE, file->descriptor(), 0);
  if (data == MAP_FAILED) {
    throw WeightError("cannot read " + m_path.string() + ": " + std::strerror(errno));
  }
  m_data = data;
}

MappedFile::~MappedFile() {
  if (m_data != nullptr) {
    ::munmap(m_data, m_n_bytes);
  }
}

}  // namespace baryscope
