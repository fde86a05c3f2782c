/// GGUF files by hand, byte for byte as the format's description has them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope::test {

class GgufBytes {
 public:
  GgufBytes& text(std::string_view key, std::string_view value) {
    return add(key, 8, sized(value));
  }
  GgufBytes& number(std::string_view key, std::uint32_t value) {
    return add(key, 4, little(value, 4));
  }
  GgufBytes& numbers(std::string_view key, const std::vector<std::uint32_t>& values) {
    std::string bytes = little(4, 4) + little(values.size(), 8);
    for (const std::uint32_t value : values) bytes += little(value, 4);
    return add(key, 9, bytes);
  }
  /// Zeros of a type by its number in files; the row's length first.
  GgufBytes& tensor(std::string_view name, const std::vector<std::uint64_t>& dimensions,
                    std::uint32_t type, std::size_t n_bytes) {
    m_tensors += sized(name) + little(dimensions.size(), 4);
    for (const std::uint64_t size : dimensions) m_tensors += little(size, 8);
    m_tensors += little(type, 4) + little(m_data.size(), 8);
    m_data.append(n_bytes, '\0');
    align(m_data);
    ++m_n_tensors;
    return *this;
  }

  [[nodiscard]] std::string bytes() const {
    std::string file = "GGUF" + little(3, 4) + little(m_n_tensors, 8) + little(m_n_values, 8) +
                       m_values + m_tensors;
    align(file);
    return file + m_data;
  }

 private:
  static std::string little(std::uint64_t value, int n_bytes) {
    std::string bytes;
    for (int i = 0; i < n_bytes; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    return bytes;
  }
  static std::string sized(std::string_view text) {
    return little(text.size(), 8) + std::string(text);
  }
  static void align(std::string& bytes) { bytes.resize((bytes.size() + 31) / 32 * 32, '\0'); }
  GgufBytes& add(std::string_view key, std::uint32_t kind, const std::string& value) {
    m_values += sized(key) + little(kind, 4) + value;
    ++m_n_values;
    return *this;
  }

  std::string m_values, m_tensors, m_data;
  std::uint64_t m_n_values = 0, m_n_tensors = 0;
};

/// The head of a Llama of 30 layers and 9 heads, with a matrix in Q4_1 and a smaller one in F32.
inline GgufBytes small_llama_gguf() {
  GgufBytes file;
  file.text("general.architecture", "llama").number("llama.block_count", 30);
  file.number("llama.attention.head_count", 9);
  file.tensor("blk.0.attn_q.weight", {32, 64}, 3, 64 * 20)
      .tensor("output_norm.weight", {32}, 0, 128);
  return file;
}

}  // namespace baryscope::test
