#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/display.h"
#include "app/cli/headless.h"
#include "app/cli/interrupts.h"
#include "app/cli/program.h"
#include "app/cli/train.h"
#include "app/gui/window/window.h"
#include "app/session/engine_library.h"
#include "app/session/shared_library.h"
#include "core/base/error.h"
#include "core/base/error_text.h"

namespace baryscope {
namespace {

int run_window(int argc, char** argv, const Plan& plan, Interrupts& interrupts) {
  require_display(process_environment());
  const SharedLibrary library("libbaryscope_gui.so", "the window",
                              "It needs Qt 6.4; './dev run' installs it. --output FILE.png works "
                              "without it");
  const auto set_interrupt = [&](auto end) { interrupts.set_cancel(std::move(end)); };
  const WindowRequest request{plan.values, plan.script,   open_engine,
                              plan.camera, set_interrupt, plan.timeline};
  const auto open = library.function<decltype(baryscope_run_window)>("baryscope_run_window");
  return open(argc, argv, &request);
}

int run(int argc, char** argv) {
  Interrupts interrupts;
  const auto plan = read_command_line(std::vector<std::string>(argv + 1, argv + argc));
  if (!plan) return 0;
  if (plan->outputs.empty()) return run_window(argc, argv, *plan, interrupts);
  (plan->training ? run_training : run_headless)(*plan, open_engine, interrupts);
  return 0;
}

}  // namespace
}  // namespace baryscope

int main(int argc, char** argv) {
  baryscope::end_in_words_without_memory();
  try {
    return argc > 0 ? baryscope::run(argc, argv) : 2;
  } catch (const baryscope::Cancelled&) {
    std::fputs("baryscope: interrupted\n", stderr);
    return 130;
  } catch (const baryscope::UsageError& error) {
    std::fprintf(stderr, "baryscope: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "baryscope: %s\n", baryscope::error_text(error).c_str());
    return 1;
  }
}
