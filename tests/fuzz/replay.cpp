/// Feeds every file of a folder to a fuzz target, and bounds the memory that it takes:
/// replay_NAME FOLDER.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <new>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::atomic<std::size_t> n_live_bytes = 0;
std::atomic<std::size_t> n_peak_bytes = 0;

void* counted(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  const std::size_t now = n_live_bytes += ::malloc_usable_size(memory);
  if (now > n_peak_bytes) n_peak_bytes = now;
  return memory;
}

void uncounted(void* memory) noexcept {
  if (memory != nullptr) n_live_bytes -= ::malloc_usable_size(memory);
  std::free(memory);
}

std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

// Of the whole program, its libraries included.
void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void operator delete(void* memory) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { uncounted(memory); }

int main(int n_arguments, char** arguments) {
  if (n_arguments != 2 || !std::filesystem::is_directory(arguments[1])) {
    std::cerr << "usage: replay_NAME FOLDER\n";
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[1])) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  // What a file promises takes no memory: what is read is some times as large as the file, beside
  // tables that are made once.
  constexpr std::size_t most_bytes = std::size_t{32} << 20, most_a_byte = 64;
  constexpr auto most_time = std::chrono::seconds(10);
  bool is_good = !files.empty();
  std::size_t most = 0;
  for (const auto& path : files) {
    const std::vector<std::uint8_t> bytes = bytes_of(path);
    std::cout << path.string() << std::endl;  // named before it can end the program
    n_peak_bytes = n_live_bytes.load();
    const std::size_t before = n_live_bytes;
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()));
    const std::size_t peak = n_peak_bytes - before;
    most = std::max(most, peak);
    if (peak > most_bytes + most_a_byte * bytes.size()) {
      std::cout << "FINDING: " << peak << " bytes of memory for " << bytes.size() << " of a file\n";
      is_good = false;
    }
    if (std::chrono::steady_clock::now() - start > most_time) {
      std::cout << "FINDING: more than 10 s\n";
      is_good = false;
    }
  }
  std::cout << files.size() << " files, at most " << most << " bytes at a time\n";
  return is_good ? 0 : 1;
}
