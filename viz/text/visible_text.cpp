#include "viz/text/visible_text.h"

#include <fmt/format.h>
#include <pango/pango.h>

#include <string>

namespace baryscope {
namespace {

constexpr int k_max_characters = 2000;

bool is_control(gunichar c) {
  switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return false;
  }
}

std::string name_of(gunichar c) { return fmt::format("[U+{:04X}]", c); }

void append(std::string& text, gunichar c) {
  char bytes[6];
  text.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(c, bytes)));
}

template <typename Named>
std::vector<LabelSpan> replaced(const std::vector<LabelSpan>& spans, Named is_named) {
  std::vector<LabelSpan> result;
  for (const LabelSpan& span : spans) {
    LabelSpan visible{"", span.bold, span.grey};
    for (const char* at = span.text.data(); at < span.text.data() + span.text.size();
         at = g_utf8_find_next_char(at, nullptr)) {
      const gunichar c = g_utf8_get_char(at);
      if (is_named(c))
        visible.text += name_of(c);
      else
        append(visible.text, c);
    }
    result.push_back(std::move(visible));
  }
  return result;
}

}  // namespace

std::vector<LabelSpan> with_visible_controls(const std::vector<LabelSpan>& spans) {
  std::vector<LabelSpan> result;
  int n_characters = 0;
  for (const LabelSpan& span : spans) {
    LabelSpan visible{"", span.bold, span.grey};
    const char* at = span.text.data();
    const char* const end = at + span.text.size();
    while (at < end && n_characters < k_max_characters) {
      ++n_characters;
      const gunichar c = *at == '\0' ? 0 : g_utf8_get_char_validated(at, end - at);
      if (c == static_cast<gunichar>(-1) || c == static_cast<gunichar>(-2)) {
        append(visible.text, 0xFFFD);
        ++at;
        continue;
      }
      if (is_control(c))
        visible.text += name_of(c);
      else
        append(visible.text, c);
      at = c == 0 ? at + 1 : g_utf8_find_next_char(at, nullptr);
    }
    if (at < end) visible.text += "…";
    result.push_back(std::move(visible));
    if (n_characters >= k_max_characters) break;
  }
  return result;
}

std::set<char32_t> unknown_characters(PangoLayout* layout) {
  std::set<char32_t> characters;
  PangoLayoutIter* iterator = pango_layout_get_iter(layout);
  do {
    const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(iterator);
    if (run == nullptr) continue;
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
      const PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
      if ((glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
        characters.insert(static_cast<char32_t>(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG));
    }
  } while (pango_layout_iter_next_run(iterator) != 0);
  pango_layout_iter_free(iterator);
  return characters;
}

std::vector<LabelSpan> with_named_characters(const std::vector<LabelSpan>& spans,
                                             const std::set<char32_t>& characters) {
  return replaced(spans, [&](gunichar c) { return characters.count(c) > 0; });
}

std::vector<LabelSpan> with_all_named(const std::vector<LabelSpan>& spans) {
  return replaced(spans, [](gunichar) { return true; });
}

}  // namespace baryscope
