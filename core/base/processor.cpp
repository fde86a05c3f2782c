#include "core/base/processor.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace baryscope {
namespace {

constexpr std::array<std::string_view, 3> k_names{"portable", "avx2", "avx512"};

thread_local const ProcessorLevel* t_chosen = nullptr;

}  // namespace

ProcessorLevel widest_level() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0) {
    return __builtin_cpu_supports("avx512f") != 0 ? ProcessorLevel::avx512 : ProcessorLevel::avx2;
  }
#endif
  return ProcessorLevel::portable;
}

ProcessorLevel level_named(std::string_view name, ProcessorLevel widest) {
  if (name == "auto") {
    return widest;
  }
  for (std::size_t level = 0; level < k_names.size(); ++level) {
    if (k_names[level] != name) {
      continue;
    }
    if (level > static_cast<std::size_t>(widest)) {
      throw ProcessorError("--cpu " + std::string(name) + ": this processor has no such " +
                           "instructions; its widest level is " +
                           std::string(k_names[static_cast<std::size_t>(widest)]) +
                           "; use --cpu auto (or BARYSCOPE_CPU=auto)");
    }
    return static_cast<ProcessorLevel>(level);
  }
  throw UsageError("--cpu (or BARYSCOPE_CPU) '" + std::string(name) +
                   "': expected auto, portable, avx2 or avx512");
}

ProcessorLevel processor_level() {
  if (t_chosen != nullptr) {
    return *t_chosen;
  }
  const char* given = std::getenv("BARYSCOPE_CPU");
  return level_named(given == nullptr ? "auto" : given);
}

ProcessorScope::ProcessorScope(std::string_view name)
    : m_before(t_chosen), m_level(name.empty() ? processor_level() : level_named(name)) {
  t_chosen = &m_level;
}

ProcessorScope::~ProcessorScope() { t_chosen = m_before; }

}  // namespace baryscope
