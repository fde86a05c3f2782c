#include "tests/support/comma_locale.h"

#include <clocale>
#include <stdexcept>

namespace baryscope::test {

CommaLocale::CommaLocale() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "baryscope-locale-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  m_folder = pattern;
  const std::string made = (m_folder / "de_DE.UTF-8").string();
  const int code = std::system(("localedef -i de_DE -f UTF-8 " + made + " 2>/dev/null").c_str());
  ::setenv("LOCPATH", m_folder.c_str(), 1);
  if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr ||
      *std::localeconv()->decimal_point != ',') {
    throw std::runtime_error("localedef (exit " + std::to_string(code) +
                             ") made no de_DE; Debian package locales, ./dev test installs it");
  }
}

CommaLocale::~CommaLocale() {
  std::setlocale(LC_ALL, "C");
  ::unsetenv("LOCPATH");
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

}  // namespace baryscope::test
