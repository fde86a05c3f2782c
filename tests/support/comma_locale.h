/// A locale whose decimal mark is a comma, made for the test and in force while it lives.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <string>

namespace baryscope::test {

class CommaLocale {
 public:
  /// Throws std::runtime_error where localedef or its sources (Debian package locales) are missing.
  CommaLocale();
  ~CommaLocale();
  CommaLocale(const CommaLocale&) = delete;
  CommaLocale& operator=(const CommaLocale&) = delete;

 private:
  std::filesystem::path m_folder;
};

}  // namespace baryscope::test
