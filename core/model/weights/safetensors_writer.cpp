#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "core/base/atomic_file.h"
#include "core/model/weights/safetensors.h"

namespace baryscope {

void write_safetensors(std::vector<SafetensorsTensor> tensors,
                       const std::map<std::string, std::string>& metadata,
                       const std::filesystem::path& target) {
  std::sort(tensors.begin(), tensors.end(),
            [](const SafetensorsTensor& a, const SafetensorsTensor& b) {
              return std::make_tuple(element_size(b.type), std::string_view(a.name)) <
                     std::make_tuple(element_size(a.type), std::string_view(b.name));
            });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) {
    header["__metadata__"] = metadata;
  }
  std::uint64_t place = 0;
  for (const SafetensorsTensor& tensor : tensors) {
    std::uint64_t size = element_size(tensor.type);
    for (const std::int64_t length : tensor.shape) {
      size *= static_cast<std::uint64_t>(length);
    }
    BARYSCOPE_CHECK(size == tensor.bytes.size());
    BARYSCOPE_CHECK(!header.contains(tensor.name) && tensor.name != "__metadata__");
    header[tensor.name] = {{"dtype", element_name(tensor.type)},
                           {"shape", tensor.shape},
                           {"data_offsets", {place, place + size}}};
    place += size;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  BARYSCOPE_CHECK(text.size() <= max_safetensors_header);

  std::string length(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) {
    length[i] = static_cast<char>(text.size() >> (8 * i) & 0xff);
  }
  AtomicFile file(target);
  file.write(length);
  file.write(text);
  for (const SafetensorsTensor& tensor : tensors) {
    file.write(tensor.bytes);
  }
  file.commit();
}

}  // namespace baryscope
