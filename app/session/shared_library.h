/// A library of this program that is opened when it is first needed.
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

/// Opened once and never closed: what comes out of it lives as long as the program.
class SharedLibrary {
 public:
  /// `file_name` in library_folder(); `purpose` ("the computing library") and `advice` ("it needs
  /// …") are for the message. Throws Error where it cannot be opened.
  SharedLibrary(std::string_view file_name, std::string purpose, const std::string& advice);

  /// Throws Error where the library has no such function.
  template <class Function>
  [[nodiscard]] Function* function(const char* name) const {
    return reinterpret_cast<Function*>(symbol(name));
  }

 private:
  [[nodiscard]] void* symbol(const char* name) const;

  std::string m_description;
  void* m_handle = nullptr;
};

}  // namespace baryscope
