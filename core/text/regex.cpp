#include "core/text/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 32
#include <fmt/format.h>
#include <pcre2.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/shown_name.h"
#include "core/text/aligned_text.h"
#include "core/text/regex_syntax.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

constexpr std::uint32_t k_least_steps = 10'000'000;
constexpr std::uint32_t k_steps_per_character = 32;
// The steps of one match are bounded, not those of all: a matcher's time is, a thousand times what
// the expressions of real files take.
constexpr double k_least_seconds = 3;
constexpr double k_seconds_per_character = 2e-6;
constexpr std::size_t k_matches_between_looks = 64;
// Where a match needs more than the first stack: by the text, so that a short one fills no memory.
constexpr std::uint32_t k_least_heap_kib = 16 << 10;
constexpr std::uint32_t k_heap_kib = 256 << 10;
constexpr std::uint32_t k_characters_a_heap_kib = 4;
// Of an expression that is compiled: repeats within repeats write their inside out a million times.
constexpr std::size_t k_most_compiled_bytes = std::size_t{16} << 20;
constexpr std::size_t k_first_jit_stack = std::size_t{32} << 10;
constexpr std::size_t k_max_jit_stack = std::size_t{8} << 20;

std::string message_of(int code) {
  PCRE2_UCHAR buffer[256];
  const int n = pcre2_get_error_message(code, buffer, std::size(buffer));
  std::string message;
  for (int i = 0; i < n; ++i) message += static_cast<char>(buffer[i]);
  return message;
}

// Of this thread alone: a busy machine makes nothing take longer.
double seconds_of_thread() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

PCRE2_SPTR units(std::u32string_view text) {
  static_assert(sizeof(char32_t) == sizeof(PCRE2_UCHAR));
  static constexpr PCRE2_UCHAR none[1] = {0};
  return text.empty() ? none : reinterpret_cast<PCRE2_SPTR>(text.data());
}

void* allocate(PCRE2_SIZE n_bytes, void* /*data*/) {
  return n_bytes > k_most_compiled_bytes ? nullptr : std::malloc(n_bytes);
}
void release(void* memory, void* /*data*/) { std::free(memory); }

struct Free {
  void operator()(pcre2_general_context* context) const { pcre2_general_context_free(context); }
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

}  // namespace

struct Regex::Code {
  Owned<pcre2_code> code;
  bool is_jit = false;
};

Regex::Regex(const JsonValue& pattern) : m_code(std::make_unique<Code>()) {
  const auto expression = pattern.find("Regex");
  const JsonValue value = expression ? *expression : pattern.at("String");
  m_place = value.place();
  m_pattern = value.text();
  const std::u32string characters = to_aligned_text(m_pattern).characters;
  // An empty text matches at every character, as an empty expression does; PCRE2 has no such
  // literal.
  compile(expression ? to_pcre2(characters, m_place) : characters,
          !expression && !characters.empty());
}

Regex::Regex(std::string_view expression, std::string place)
    : m_place(std::move(place)), m_pattern(expression), m_code(std::make_unique<Code>()) {
  compile(to_pcre2(to_aligned_text(expression).characters, m_place), false);
}

Regex::~Regex() = default;

void Regex::compile(std::u32string_view pattern, bool literal) {
  const Owned<pcre2_general_context> memory(
      pcre2_general_context_create(allocate, release, nullptr));
  const Owned<pcre2_compile_context> context(pcre2_compile_context_create(memory.get()));
  BARYSCOPE_CHECK(context != nullptr);
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  const std::uint32_t options =
      PCRE2_UTF | PCRE2_NO_UTF_CHECK | (literal ? PCRE2_LITERAL : PCRE2_UCP | PCRE2_MULTILINE);
  int error = 0;
  PCRE2_SIZE at = 0;
  m_code->code.reset(
      pcre2_compile(units(pattern), pattern.size(), options, &error, &at, context.get()));
  if (m_code->code == nullptr && error == PCRE2_ERROR_HEAP_FAILED)
    throw Tokenizer::Error(fmt::format(
        "{}: the expression '{}' is too large: its repeats need more than {} MiB when they are "
        "written out",
        m_place, shown_name(m_pattern), k_most_compiled_bytes >> 20));
  if (m_code->code == nullptr)
    throw Tokenizer::Error(fmt::format("{}: the expression '{}' cannot be read: {}", m_place,
                                       shown_name(m_pattern), message_of(error)));
  m_code->is_jit = pcre2_jit_compile(m_code->code.get(), PCRE2_JIT_COMPLETE) == 0;
}

struct Regex::Matcher::State {
  Owned<pcre2_match_context> context;
  Owned<pcre2_jit_stack> stack;
  Owned<pcre2_match_data> data;
  double began = seconds_of_thread();
  std::size_t n_characters = 0, n_matches = 0;

  [[nodiscard]] bool is_out_of_time() {
    return ++n_matches % k_matches_between_looks == 0 &&
           seconds_of_thread() - began >
               k_least_seconds + k_seconds_per_character * static_cast<double>(n_characters);
  }
};

Regex::Matcher::Matcher(const Regex& regex) : m_regex(regex), m_state(std::make_unique<State>()) {
  m_state->context.reset(pcre2_match_context_create(nullptr));
  m_state->data.reset(pcre2_match_data_create(1, nullptr));
  BARYSCOPE_CHECK(m_state->context != nullptr && m_state->data != nullptr);
  if (!regex.m_code->is_jit) return;
  m_state->stack.reset(pcre2_jit_stack_create(k_first_jit_stack, k_max_jit_stack, nullptr));
  pcre2_jit_stack_assign(m_state->context.get(), nullptr, m_state->stack.get());
}
Regex::Matcher::~Matcher() = default;

void Regex::Matcher::for_each(
    std::u32string_view text,
    const std::function<void(std::size_t begin, std::size_t end)>& visit) {
  const auto n = static_cast<std::uint32_t>(text.size());
  pcre2_set_match_limit(m_state->context.get(), std::max(k_least_steps, k_steps_per_character * n));
  pcre2_set_heap_limit(m_state->context.get(),
                       std::min(k_heap_kib, k_least_heap_kib + n / k_characters_a_heap_kib));
  const auto match = [&](std::size_t from, std::uint32_t options) {
    return pcre2_match(m_regex.m_code->code.get(), units(text), text.size(), from,
                       PCRE2_NO_UTF_CHECK | options, m_state->data.get(), m_state->context.get());
  };
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t last_end = none;
  m_state->n_characters += text.size();
  for (std::size_t from = 0; from <= text.size();) {
    if (m_state->is_out_of_time())
      throw Tokenizer::Error(fmt::format(
          "{}: the expression '{}' takes too long on this text: it backtracks at every place; "
          "another expression or another text is needed",
          m_regex.m_place, shown_name(m_regex.m_pattern)));
    int result = match(from, 0);
    if (result == PCRE2_ERROR_JIT_STACKLIMIT) result = match(from, PCRE2_NO_JIT);
    if (result == PCRE2_ERROR_NOMATCH) return;
    if (result < 0)
      throw Tokenizer::Error(fmt::format(
          "{}: the expression '{}' takes too many steps on this text ({}): it backtracks without "
          "end, or nearly so; another expression or another text is needed",
          m_regex.m_place, shown_name(m_regex.m_pattern), message_of(result)));
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(m_state->data.get());
    // \K in a look-ahead may put the beginning behind the end.
    const std::size_t begin = std::min(ends[0], ends[1]);
    const std::size_t end = ends[1];
    if (begin == end && end == last_end) {
      ++from;
      continue;
    }
    visit(begin, end);
    from = last_end = end;
  }
}

}  // namespace baryscope
