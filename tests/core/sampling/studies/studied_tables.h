/// Small tables that studies are made of, and the requests for them.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/number_text.h"
#include "core/sampling/studies/study.h"

namespace baryscope::test {

inline SamplingRequest request_of(const std::string& data_set, const std::string& sampler) {
  SamplingRequest request;
  request.data.data_set = data_set;
  request.sampler.sampler = sampler;
  return request;
}

/// A CSV file of the test's own, removed with it.
class DataFile {
 public:
  DataFile(const std::string& name, const std::string& text)
      : m_path(
            std::filesystem::temp_directory_path() /
            ("baryscope-studies-" +
             to_text(static_cast<std::int64_t>(::testing::UnitTest::GetInstance()->random_seed())) +
             "-" + name)) {
    write(text);
  }
  ~DataFile() { std::filesystem::remove(m_path); }
  DataFile(const DataFile&) = delete;
  DataFile& operator=(const DataFile&) = delete;
  void write(const std::string& text) const { std::ofstream(m_path) << text; }
  [[nodiscard]] std::string path() const { return m_path.string(); }

 private:
  std::filesystem::path m_path;
};

/// n rows of d columns: column c of row r is r · (c + 1) where c < rank, else 0, with small waves.
inline std::string table(int n, int d, int rank) {
  std::string text;
  for (int c = 0; c < d; ++c) {
    text += "x" + to_text(std::int64_t{c}) + ",";
  }
  text += "label\n";
  for (int r = 0; r < n; ++r) {
    for (int c = 0; c < d; ++c) {
      const double wave = c < rank ? std::sin(0.7 * (r + 1) * (c + 1)) * (c + 1) : 0;
      text += to_text(wave) + ",";
    }
    text += r % 3 == 0 ? "small\n" : "large\n";
  }
  return text;
}

}  // namespace baryscope::test
