#include "core/base/log.h"

#include <atomic>
#include <cstdio>
#include <mutex>
#include <string>
#include <utility>

namespace baryscope {
namespace {

std::atomic<LogLevel> threshold = LogLevel::info;

std::mutex& sink_mutex() {
  static std::mutex mutex;
  return mutex;
}

LogSink& sink() {
  static LogSink current = [](LogLevel level, std::string_view message) {
    std::string line = level == LogLevel::error     ? "baryscope: error: "
                       : level == LogLevel::warning ? "baryscope: warning: "
                                                    : "baryscope: ";
    line.append(message).push_back('\n');
    std::fwrite(line.data(), 1, line.size(), stderr);
  };
  return current;
}

}  // namespace

void log(LogLevel level, std::string_view message) {
  if (level < threshold.load()) {
    return;
  }
  const std::lock_guard lock(sink_mutex());
  sink()(level, message);
}

LogSink exchange_log_sink(LogSink replacement) {
  const std::lock_guard lock(sink_mutex());
  return std::exchange(sink(), std::move(replacement));
}

void set_log_level(LogLevel level) { threshold.store(level); }

}  // namespace baryscope
