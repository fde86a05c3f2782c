/// Feeds every file of a folder to a fuzz target, then some that are damaged at random, and bounds
/// the memory and the time that one takes: replay_NAME FOLDER [DAMAGED].
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
#include <random>
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

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What a file promises takes no memory: what is read is some times as large as the file, beside
// tables that are made once and what a model of the most layers is made of.
constexpr std::size_t most_bytes = std::size_t{32} << 20, most_bytes_a_byte = 64;
constexpr auto most_time = std::chrono::seconds(10);

/// Whether the target bears with it, and says what it found else.
bool is_borne(const Bytes& bytes, std::size_t& most) {
  n_peak_bytes = n_live_bytes.load();
  const std::size_t before = n_live_bytes;
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()));
  const std::size_t peak = n_peak_bytes - before;
  most = std::max(most, peak);
  const bool is_small = peak <= most_bytes + most_bytes_a_byte * bytes.size();
  const bool is_fast = std::chrono::steady_clock::now() - start <= most_time;
  if (!is_small) {
    std::cout << "FINDING: " << peak << " bytes of memory for " << bytes.size() << " of a file\n";
  }
  if (!is_fast) std::cout << "FINDING: more than 10 s\n";
  return is_small && is_fast;
}

/// A few bytes changed, left out, doubled, or brought from another file.
Bytes damaged(Bytes bytes, const Bytes& other, std::mt19937_64& random) {
  const auto below = [&random](std::size_t n) { return n == 0 ? 0 : random() % n; };
  const auto place = [](std::size_t at) { return static_cast<std::ptrdiff_t>(at); };
  for (std::size_t change = 1 + below(3); change > 0 && !bytes.empty(); --change) {
    const std::size_t at = below(bytes.size());
    const std::size_t end = std::min(bytes.size(), at + 1 + below(16));
    const Bytes& source = below(2) == 0 ? bytes : other;
    const std::size_t from = below(source.size());
    const Bytes piece(source.begin() + place(from),
                      source.begin() + place(std::min(source.size(), from + 1 + below(64))));
    switch (below(5)) {
      case 0:
        bytes[at] = static_cast<std::uint8_t>(below(256));
        break;
      case 1:
        std::fill(bytes.begin() + place(at), bytes.begin() + place(end), below(2) * 255);
        break;
      case 2:
        bytes.erase(bytes.begin() + place(at), bytes.begin() + place(end));
        break;
      case 3:
        bytes.insert(bytes.begin() + place(at), piece.begin(), piece.end());
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

}  // namespace

// Of the whole program, its libraries included.
void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void operator delete(void* memory) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { uncounted(memory); }

int main(int n_arguments, char** arguments) {
  if (n_arguments < 2 || !std::filesystem::is_directory(arguments[1])) {
    std::cerr << "usage: replay_NAME FOLDER [DAMAGED]\n";
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[1])) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  bool is_good = !paths.empty();
  std::size_t most = 0;
  std::vector<Bytes> files;
  for (const auto& path : paths) {
    std::cout << path.string() << std::endl;  // named before it can end the program
    files.push_back(bytes_of(path));
    is_good = is_borne(files.back(), most) && is_good;
  }
  const int n_damaged = n_arguments > 2 ? std::atoi(arguments[2]) : 0;
  for (int number = 0; number < n_damaged && is_good; ++number) {
    std::mt19937_64 random(static_cast<std::uint64_t>(number));
    const std::size_t which = random() % files.size();
    const Bytes bytes = damaged(files[which], files[random() % files.size()], random);
    std::cout << paths[which].string() << ", damaged by seed " << number << std::endl;
    is_good = is_borne(bytes, most);
  }
  std::cout << files.size() << " files and " << n_damaged << " damaged ones, at most " << most
            << " bytes at a time\n";
  return is_good ? 0 : 1;
}
