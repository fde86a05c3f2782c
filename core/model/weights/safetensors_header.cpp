#include "core/model/weights/safetensors_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "core/base/shown_name.h"

namespace baryscope {
namespace {

// More than LibTorch computes with.
constexpr std::size_t most_dimensions = 64;

// Builds the entries straight from the parser's events: whatever is not a header stops it at once,
// so that a hostile file costs no more memory than its own length.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  SafetensorsHeader header;
  std::string problem;

  bool null() override { return refuse("null"); }
  bool boolean(bool /*value*/) override { return refuse("true or false"); }
  bool number_integer(number_integer_t value) override {
    return refuse(fmt::format("the number {}", value));
  }
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return refuse("the number " + shown_name(text));
  }
  bool binary(binary_t& /*value*/) override { return refuse("binary data"); }

  bool number_unsigned(number_unsigned_t value) override {
    if (m_place == Place::shape) {
      if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return fail(fmt::format("tensor '{}' has a size of {}", shown_tensor(), value));
      }
      if (m_entry.shape.size() == most_dimensions) {
        return fail(fmt::format("tensor '{}' has more than {} dimensions", shown_tensor(),
                                most_dimensions));
      }
      m_entry.shape.push_back(static_cast<std::int64_t>(value));
      return true;
    }
    if (m_place == Place::offsets) {
      m_offsets.push_back(value);
      return m_offsets.size() <= 2 ||
             fail(fmt::format("data_offsets of tensor '{}' has more than two numbers",
                              shown_tensor()));
    }
    return refuse(fmt::format("the number {}", value));
  }

  bool string(string_t& value) override {
    if (m_place == Place::metadata) {
      header.metadata.emplace(m_key, std::move(value));
      return true;
    }
    if (m_place == Place::entry && m_key == "dtype") {
      if (const auto type = find_element_type(value)) {
        m_entry.type = *type;
        m_has_type = true;
        return true;
      }
      if (value.starts_with("F8_") || value.starts_with("F6_") || value.starts_with("F4")) {
        return fail(fmt::format(
            "tensor '{}' is {}, numbers of {} bits, which are not computed with; convert the "
            "weights to BF16 or F32",
            shown_tensor(), value.substr(0, 40), value[1]));
      }
      return fail(fmt::format("tensor '{}' has the unknown dtype '{}'; known: {}", shown_tensor(),
                              value.substr(0, 40), element_names()));
    }
    return refuse("a string");
  }

  bool key(string_t& value) override {
    const bool is_new =
        m_place == Place::top ? m_names.insert(value).second : m_inner_keys.insert(value).second;
    if (!is_new) {
      return fail(fmt::format("the key '{}' occurs twice", shown_name(value)));
    }
    m_key = std::move(value);
    if (m_place == Place::entry && m_key != "dtype" && m_key != "shape" &&
        m_key != "data_offsets") {
      return fail(
          fmt::format("tensor '{}' has the unknown key '{}'", shown_tensor(), shown_name(m_key)));
    }
    return true;
  }

  bool start_object(std::size_t /*size*/) override {
    m_inner_keys.clear();
    if (m_place == Place::start) {
      m_place = Place::top;
      return true;
    }
    if (m_place != Place::top) {
      return refuse("an object");
    }
    if (m_key == "__metadata__") {
      m_place = Place::metadata;
      return true;
    }
    m_entry = SafetensorsEntry{};
    m_entry.name = m_key;
    m_offsets.clear();
    m_has_type = m_has_shape = false;
    m_place = Place::entry;
    return true;
  }

  bool end_object() override {
    if (m_place == Place::entry) {
      if (!m_has_type || !m_has_shape || m_offsets.size() != 2) {
        return fail(
            fmt::format("tensor '{}' needs dtype, shape and two data_offsets", shown_tensor()));
      }
      m_entry.begin = m_offsets[0];
      m_entry.end = m_offsets[1];
      header.entries.push_back(std::move(m_entry));
    }
    m_place = Place::top;
    return true;
  }

  bool start_array(std::size_t /*size*/) override {
    if (m_place != Place::entry || m_key == "dtype") {
      return refuse("a list");
    }
    m_place = m_key == "shape" ? Place::shape : Place::offsets;
    m_has_shape = m_has_shape || m_place == Place::shape;
    return true;
  }

  bool end_array() override {
    m_place = Place::entry;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    return fail(fmt::format("the header is not JSON (byte {})", position));
  }

 private:
  enum class Place { start, top, metadata, entry, shape, offsets };

  bool fail(std::string message) {
    problem = std::move(message);
    return false;
  }

  bool refuse(const std::string& found) {
    switch (m_place) {
      case Place::start:
        return fail("the header must be a JSON object, found " + found);
      case Place::top:
        return fail(fmt::format("'{}' must be an object, found {}", shown_name(m_key), found));
      case Place::metadata:
        return fail(
            fmt::format("__metadata__ holds strings only; '{}' is {}", shown_name(m_key), found));
      case Place::entry:
        return fail(fmt::format("{} of tensor '{}' cannot be {}", m_key, shown_tensor(), found));
      case Place::shape:
      case Place::offsets:
        return fail(fmt::format("{} of tensor '{}' holds whole numbers ≥ 0 only, found {}", m_key,
                                shown_tensor(), found));
    }
    return false;
  }

  [[nodiscard]] std::string shown_tensor() const { return shown_name(m_entry.name); }

  Place m_place = Place::start;
  std::string m_key;
  SafetensorsEntry m_entry;
  std::vector<std::uint64_t> m_offsets;
  bool m_has_type = false;
  bool m_has_shape = false;
  std::unordered_set<std::string> m_names;
  std::set<std::string> m_inner_keys;
};

// Bytes of a tensor by its shape, or nothing where they exceed 64 bits.
std::optional<std::uint64_t> size_by_shape(const SafetensorsEntry& entry) {
  std::uint64_t size = element_size(entry.type);
  for (const std::int64_t length : entry.shape) {
    if (__builtin_mul_overflow(size, static_cast<std::uint64_t>(length), &size)) {
      return std::nullopt;
    }
  }
  return size;
}

}  // namespace

SafetensorsHeader parse_safetensors_header(std::string_view file,
                                           const std::filesystem::path& path) {
  const auto fail = [&path](const std::string& rule) {
    throw WeightError(path.string() + " is not a valid safetensors file: " + rule);
  };
  if (file.size() < 8) {
    fail(fmt::format("it has {} bytes, fewer than the 8 of the header's length", file.size()));
  }
  std::uint64_t length = 0;
  for (std::size_t i = 8; i-- > 0;) {
    length = length << 8 | static_cast<unsigned char>(file[i]);
  }
  if (length > max_safetensors_header) {
    fail(fmt::format("its first 8 bytes promise a header of {} bytes; at most {} are allowed",
                     length, max_safetensors_header));
  }
  if (length > file.size() - 8) {
    fail(
        fmt::format("the header of {} bytes does not fit into the file of {} bytes; is it cut "
                    "off?",
                    length, file.size()));
  }
  const std::string_view text = file.substr(8, length);
  if (text.empty() || text.front() != '{') {
    fail("the header does not begin with '{'");
  }

  HeaderReader reader;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &reader)) {
    fail(reader.problem);
  }
  SafetensorsHeader header = std::move(reader.header);
  header.data_begin = 8 + length;
  const std::uint64_t n_data_bytes = file.size() - header.data_begin;

  std::sort(header.entries.begin(), header.entries.end(),
            [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
              return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
            });
  std::uint64_t expected = 0;
  for (const SafetensorsEntry& entry : header.entries) {
    const auto place = fmt::format("tensor '{}' at bytes [{}, {})", shown_name(entry.name),
                                   entry.begin, entry.end);
    if (entry.end < entry.begin) {
      fail(place + " ends before it begins");
    }
    const std::optional<std::uint64_t> size = size_by_shape(entry);
    if (!size || *size != entry.end - entry.begin) {
      fail(fmt::format("{} has another size than its shape [{}] of {} needs{}", place,
                       fmt::join(entry.shape, ", "), element_name(entry.type),
                       size ? fmt::format(" ({} bytes)", *size) : ""));
    }
    if (entry.begin != expected) {
      fail(fmt::format("{} {} (the tensor before ends at byte {})", place,
                       entry.begin < expected ? "overlaps another" : "leaves a hole before it",
                       expected));
    }
    expected = entry.end;
  }
  if (expected != n_data_bytes) {
    fail(fmt::format("its tensors take {} bytes but {} follow the header{}", expected, n_data_bytes,
                     expected > n_data_bytes ? "; is it cut off?" : ""));
  }
  return header;
}

}  // namespace baryscope
