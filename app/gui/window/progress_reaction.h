/// The bar of progress below: what computes, and what is written, a film before all else.
#pragma once

#include <string>

namespace baryscope {

class Session;
class StatusRow;
class WindowHost;

class ProgressReaction {
 public:
  struct Parts {
    Session& session;
    WindowHost& host;
    StatusRow& status;
  };
  explicit ProgressReaction(const Parts& parts);

  void report(double fraction, const std::string& step);
  void follow_busy(bool busy);

 private:
  void connect_writers();
  void cancel();

  Parts m_parts;
};

}  // namespace baryscope
