#include "app/cli/write_each.h"

#include "core/base/error.h"

namespace baryscope {
namespace {

struct Failure {
  std::string target;
  std::string message;
};

std::string shown(const std::string& target) { return target == "-" ? "standard output" : target; }

std::string message_of(const std::vector<Failure>& failures,
                       const std::vector<std::string>& written) {
  std::string message = failures.front().message;
  for (std::size_t i = 1; i < failures.size(); ++i) {
    // What all of them share is said once.
    message += "\nnot written either: " + shown(failures[i].target);
    if (failures[i].message != failures.front().message) {
      message += " (" + failures[i].message + ")";
    }
  }
  for (std::size_t i = 0; i < written.size(); ++i) {
    message += (i == 0 ? "\nwritten all the same: " : ", ") + shown(written[i]);
  }
  return message;
}

}  // namespace

void write_each(const std::vector<std::string>& targets,
                const std::function<void(const std::string& target)>& write) {
  std::vector<Failure> failures;
  std::vector<std::string> written;
  bool bad_usage = false;  // of the first failure
  for (const std::string& target : targets) {
    try {
      write(target);
      written.push_back(target);
    } catch (const Cancelled&) {
      throw;
    } catch (const UsageError& error) {
      bad_usage = bad_usage || failures.empty();
      failures.push_back({target, error.what()});
    } catch (const Error& error) {
      failures.push_back({target, error.what()});
    }
  }
  if (failures.empty()) {
    return;
  }
  const std::string message = message_of(failures, written);
  if (bad_usage) {
    throw UsageError(message);
  }
  throw Error(message);
}

}  // namespace baryscope
