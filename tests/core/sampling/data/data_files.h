/// Writes small data files for tests and reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/sampling/data/data_source.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope::test {

inline DataSet read_file(const std::string& path, const std::string& missing = "refuse") {
  DataRequest request;
  request.data_set = path;
  request.missing = missing;
  return load_data(request, Watch());
}

inline DataSet read_csv_text(std::string_view text, const std::string& missing = "refuse") {
  const ScratchFolder folder;
  return read_file(folder.write("set.csv", text).string(), missing);
}

/// What reading `text` complains about, from "cannot read …/set.csv: " on.
inline std::string csv_complaint(std::string_view text, const std::string& missing = "refuse") {
  const std::string message =
      message_of<DataError>([&] { static_cast<void>(read_csv_text(text, missing)); });
  const std::string start = "set.csv: ";
  const std::size_t found = message.find(start);
  return found == std::string::npos ? message : message.substr(found + start.size());
}

/// An NPY file of version 1 with this header literal and data.
inline std::string npy_bytes(const std::string& literal, std::string_view data, int version = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += static_cast<char>(version);
  bytes += '\0';
  const std::size_t n_length = version == 1 ? 2 : 4;
  std::string header = literal;
  while ((8 + n_length + header.size() + 1) % 64 != 0) {
    header += ' ';
  }
  header += '\n';
  for (std::size_t i = 0; i < n_length; ++i) {
    bytes += static_cast<char>(header.size() >> (8 * i) & 255);
  }
  return bytes.append(header).append(data);
}

}  // namespace baryscope::test
