/// Where messages for a person go: standard error in the program, a list in tests and the window.
#pragma once

#include <functional>
#include <string_view>

namespace baryscope {

enum class LogLevel { debug, info, warning, error, quiet };

using LogSink = std::function<void(LogLevel level, std::string_view message)>;

/// Hands `message` to the sink if `level` is at or above the threshold. Thread-safe.
void log(LogLevel level, std::string_view message);

/// Replaces the sink (standard error by default) and returns the old one.
LogSink exchange_log_sink(LogSink sink);
/// Messages below `level` are dropped; `info` by default.
void set_log_level(LogLevel level);

}  // namespace baryscope
