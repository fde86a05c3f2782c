#include <cstdio>

#include "app/session/library_folder.h"

int main() {
  std::printf("%s\n", baryscope::library_folder().c_str());
  return 0;
}
