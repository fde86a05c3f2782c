/// Which build of our own kernels runs: the widest that the processor has, or a lesser one that was
/// asked for. Free of everything but the standard library: baryscope_ops builds it in.
#pragma once

#include <string_view>

#include "core/base/error.h"

namespace baryscope {

class ProcessorError : public Error {
 public:
  using Error::Error;
};

/// Instructions of x86-64 processors; each level has those of all before it. Builds: `portable` for
/// every processor, `avx2` (with FMA) from there on; `avx512` runs those of avx2, there are none of
/// its own.
enum class ProcessorLevel { portable, avx2, avx512 };

/// The widest of this processor; portable where it is no x86-64.
ProcessorLevel widest_level();

/// "auto" (the widest), "portable", "avx2", "avx512". Throws UsageError for another name and
/// ProcessorError for a level beyond `widest`.
ProcessorLevel level_named(std::string_view name, ProcessorLevel widest = widest_level());

/// The level at which a computation that begins on this thread runs: that of the innermost
/// ProcessorScope, else what the environment variable BARYSCOPE_CPU names, else the widest. Throws
/// as level_named() does.
ProcessorLevel processor_level();

/// Chooses the level of what begins on this thread, for as long as it lives; like LibTorch's guards
/// of gradients and threads.
class ProcessorScope {
 public:
  /// As level_named(); empty: as it is without this scope.
  explicit ProcessorScope(std::string_view name);
  ~ProcessorScope();
  ProcessorScope(const ProcessorScope&) = delete;
  ProcessorScope& operator=(const ProcessorScope&) = delete;

 private:
  const ProcessorLevel* m_before;
  ProcessorLevel m_level;
};

}  // namespace baryscope
