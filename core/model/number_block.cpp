#include "core/model/number_block.h"

#include <ATen/ATen.h>
#include <sys/mman.h>

#include <cstddef>
#include <mutex>
#include <new>
#include <utility>

namespace baryscope {
namespace {

/// Pages of its own, large ones where the system has them.
class Pages {
 public:
  Pages() = default;
  explicit Pages(std::size_t n_bytes)
      : m_data(
            ::mmap(nullptr, n_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)),
        m_n_bytes(n_bytes) {
    if (m_data == MAP_FAILED) {
      m_data = nullptr;
      throw std::bad_alloc();
    }
#ifdef MADV_HUGEPAGE
    static_cast<void>(::madvise(m_data, n_bytes, MADV_HUGEPAGE));
#endif
  }
  ~Pages() {
    if (m_data != nullptr) {
      ::munmap(m_data, m_n_bytes);
    }
  }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  Pages(Pages&& other) noexcept
      : m_data(std::exchange(other.m_data, nullptr)),
        m_n_bytes(std::exchange(other.m_n_bytes, 0)) {}
  Pages& operator=(Pages&& other) noexcept {
    std::swap(m_data, other.m_data);
    std::swap(m_n_bytes, other.m_n_bytes);
    return *this;
  }

  [[nodiscard]] void* data() const { return m_data; }
  [[nodiscard]] std::size_t n_bytes() const { return m_n_bytes; }

 private:
  void* m_data = nullptr;
  std::size_t m_n_bytes = 0;
};

}  // namespace

// Tensors may go on any thread.
struct NumberBlocks::Spare {
  std::mutex mutex;
  Pages pages;
};

NumberBlocks::NumberBlocks() : m_spare(std::make_shared<Spare>()) {}

at::Tensor NumberBlocks::take(std::int64_t n_floats) const {
  const std::size_t n_bytes = static_cast<std::size_t>(n_floats) * sizeof(float);
  if (n_bytes == 0) {
    return at::empty({0}, at::kFloat);
  }
  Pages pages;
  {
    const std::scoped_lock lock(m_spare->mutex);
    std::swap(pages, m_spare->pages);
  }
  // Much larger ones would hide how much is kept.
  if (pages.n_bytes() < n_bytes || pages.n_bytes() / 2 > n_bytes) {
    pages = Pages();
    pages = Pages(n_bytes);
  }
  void* data = pages.data();
  const auto held = std::make_shared<Pages>(std::move(pages));
  return at::from_blob(
      data, {n_floats},
      [spare = m_spare, held](void* /*data*/) {
        const std::scoped_lock lock(spare->mutex);
        if (held->n_bytes() > spare->pages.n_bytes()) {
          std::swap(spare->pages, *held);
        }
      },
      at::TensorOptions().dtype(at::kFloat).device(at::kCPU));
}

}  // namespace baryscope
