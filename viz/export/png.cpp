#include "viz/export/png.h"

#include <png.h>

#include <csetjmp>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr png_uint_32 k_most_pixels_a_side = 65535;
constexpr std::size_t k_most_file_bytes = std::size_t{1} << 30U;
constexpr png_alloc_size_t k_most_chunk_bytes = 64U << 20U;
// A deflate stream never grows by more than this, so a small file that claims more lies.
constexpr double k_deflate_limit = 1040;

/// Everything that must outlive a longjmp out of libpng.
struct PngState {
  std::string message;
  std::string bytes;        ///< what was written
  std::string_view source;  ///< what is left to read
  std::vector<png_bytep> rows;
  double claimed_bytes = 0;  ///< of the unpacked pixels as the file stores them
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  static_cast<PngState*>(png_get_error_ptr(png))->message = message;
  png_longjmp(png, 1);
}
void on_warning(png_structp, png_const_charp) {}

void on_write(png_structp png, png_bytep data, png_size_t length) {
  static_cast<PngState*>(png_get_io_ptr(png))
      ->bytes.append(reinterpret_cast<const char*>(data), length);
}
void on_flush(png_structp) {}

void on_read(png_structp png, png_bytep data, png_size_t length) {
  auto& source = static_cast<PngState*>(png_get_io_ptr(png))->source;
  if (source.size() < length) {
    png_error(png, "the file ends too early");
  }
  std::memcpy(data, source.data(), length);
  source.remove_prefix(length);
}

/// Between setjmp and the calls that may jump lie only trivial objects.
bool write_all(png_structp png, png_infop info, const Image& image, std::vector<png_text>& texts,
               PngState& state) {
  if (setjmp(png_jmpbuf(png))) {
    return false;
  }
  png_set_write_fn(png, &state, on_write, on_flush);
  png_set_user_limits(png, k_most_pixels_a_side, k_most_pixels_a_side);
  png_set_IHDR(png, info, static_cast<png_uint_32>(image.width),
               static_cast<png_uint_32>(image.height), 8, PNG_COLOR_TYPE_RGB_ALPHA,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_text(png, info, texts.data(), static_cast<int>(texts.size()));
  png_write_info(png, info);
  png_write_image(png, state.rows.data());
  png_write_end(png, nullptr);
  return true;
}

bool read_header(png_structp png, png_infop info, PngState& state) {
  if (setjmp(png_jmpbuf(png))) {
    return false;
  }
  png_set_read_fn(png, &state, on_read);
  png_set_user_limits(png, k_most_pixels_a_side, k_most_pixels_a_side);
  png_set_chunk_malloc_max(png, k_most_chunk_bytes);
  png_set_chunk_cache_max(png, 256);
  png_read_info(png, info);
  state.claimed_bytes = static_cast<double>(png_get_rowbytes(png, info)) *
                        static_cast<double>(png_get_image_height(png, info));
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return true;
}

bool read_pixels(png_structp png, png_infop info, PngState& state) {
  if (setjmp(png_jmpbuf(png))) {
    return false;
  }
  png_read_image(png, state.rows.data());
  png_read_end(png, info);
  return true;
}

void point_rows_at(Image& image, PngState& state) {
  const std::size_t stride = static_cast<std::size_t>(image.width) * 4;
  state.rows.resize(static_cast<std::size_t>(image.height));
  for (std::size_t y = 0; y < state.rows.size(); ++y) {
    state.rows[y] = image.rgba.data() + y * stride;
  }
}

/// Frees libpng's structures on every way out.
struct Reader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};
struct Writer {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

}  // namespace

std::string to_png(const Image& image, const std::map<std::string, std::string>& texts) {
  BARYSCOPE_CHECK(image.width > 0 && image.height > 0);
  BARYSCOPE_CHECK(image.rgba.size() == 4 * static_cast<std::size_t>(image.width) *
                                           static_cast<std::size_t>(image.height));
  // libpng takes pointers to non-const and does not write through them.
  std::vector<std::string> keywords, values;
  for (const auto& [keyword, value] : texts) {
    BARYSCOPE_CHECK(!keyword.empty() && keyword.size() < 80);
    BARYSCOPE_CHECK(value.find('\0') == std::string::npos);
    keywords.push_back(keyword);
    values.push_back(value);
  }
  std::vector<png_text> chunks(keywords.size());
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    chunks[i] = {};
    chunks[i].compression = PNG_ITXT_COMPRESSION_NONE;
    chunks[i].key = keywords[i].data();
    chunks[i].text = values[i].data();
    chunks[i].itxt_length = values[i].size();
  }
  PngState state;
  Image copy = image;
  point_rows_at(copy, state);
  Writer writer;
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, on_error, on_warning);
  writer.info = writer.png ? png_create_info_struct(writer.png) : nullptr;
  if (!writer.info || !write_all(writer.png, writer.info, copy, chunks, state)) {
    throw Error("writing a PNG picture of " + to_text(static_cast<std::int64_t>(image.width)) +
                "x" + to_text(static_cast<std::int64_t>(image.height)) +
                " failed: " + state.message);
  }
  return std::move(state.bytes);
}

Image load_png(const std::filesystem::path& path, std::map<std::string, std::string>* texts) {
  const std::string name = "'" + path.string() + "'";
  const std::string bytes = read_input_file(path, k_most_file_bytes);
  if (bytes.size() < 8 || png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, 8) != 0) {
    throw Error(name + " is not a PNG picture: its first eight bytes are not PNG's signature");
  }
  PngState state;
  state.source = bytes;
  Reader reader;
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state, on_error, on_warning);
  reader.info = reader.png ? png_create_info_struct(reader.png) : nullptr;
  const auto fail = [&]() {
    throw Error(name + " is not a readable PNG picture: " + state.message);
  };
  if (!reader.info || !read_header(reader.png, reader.info, state)) {
    fail();
  }
  Image image;
  image.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
  image.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
  if (state.claimed_bytes > k_deflate_limit * static_cast<double>(bytes.size())) {
    state.message = "it claims " + to_text(static_cast<std::int64_t>(image.width)) + "x" +
                    to_text(static_cast<std::int64_t>(image.height)) +
                    " pixels, more than a file of " +
                    to_text(static_cast<std::int64_t>(bytes.size())) + " bytes can hold";
    fail();
  }
  if (png_get_rowbytes(reader.png, reader.info) != static_cast<std::size_t>(image.width) * 4) {
    state.message = "its pixels are of an unknown kind";
    fail();
  }
  image.rgba.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) *
                    4);
  point_rows_at(image, state);
  if (!read_pixels(reader.png, reader.info, state)) {
    fail();
  }
  if (texts != nullptr) {
    png_textp chunks = nullptr;
    int n_chunks = 0;
    png_get_text(reader.png, reader.info, &chunks, &n_chunks);
    for (int i = 0; i < n_chunks; ++i) {
      (*texts)[chunks[i].key] = chunks[i].text;
    }
  }
  return image;
}

}  // namespace baryscope
