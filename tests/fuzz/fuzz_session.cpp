/// Sessions as files: a *.bary.json, or a PNG figure that carries one.
#include "app/session/all_options.h"
#include "app/session/session_file.h"
#include "tests/fuzz/expected_errors.h"
#include "tests/fuzz/input_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baryscope;
  const std::string_view bytes = fuzz::text_of(data, size);
  const bool is_picture = bytes.starts_with("\x89PNG");
  const auto path = fuzz::write_input(is_picture ? "hostile.png" : "hostile.bary.json", bytes);
  fuzz::reads("hostile.", [&] {
    const SessionFile session = load_session(all_options(), path);
    const std::string text = to_session_text(session);
    const SessionFile again = session_from_text(all_options(), text, "hostile.");
    fuzz::require(to_session_text(again) == text, "a session that is written as another");
    static_cast<void>(opened_values(session, OptionValues(all_options())));
  });
  return 0;
}
