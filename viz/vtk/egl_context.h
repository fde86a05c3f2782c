/// A GL context without any display, through EGL.
#pragma once

#include <memory>

namespace baryscope {

/// Core profile, 3.2 or newer. First Mesa's surfaceless platform, then the first device that gives
/// one. Lives on the thread that made it.
class EglContext {
 public:
  /// Makes the context and makes it current. Throws Error with what is missing.
  EglContext();
  ~EglContext();
  EglContext(const EglContext&) = delete;
  EglContext& operator=(const EglContext&) = delete;

  /// Throws Error while another library's context (a Qt window's) is current on this thread.
  void make_current();
  [[nodiscard]] bool is_current() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace baryscope
