/// Loads a capture and saves it again: for comparisons with other programs.
#include <cstdio>
#include <exception>

#include "core/model/capture.h"

int main(int argc, char** argv) {
  try {
    if (argc != 3) {
      std::fputs("usage: capture_copy SOURCE TARGET\n", stderr);
      return 2;
    }
    baryscope::save_capture(baryscope::load_capture(argv[1]), argv[2]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "capture_copy: %s\n", error.what());
    return 1;
  }
}
