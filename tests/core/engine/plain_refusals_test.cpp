// What the engine refuses is told in the window without a flag, whatever it is.
#include <gtest/gtest.h>

#include <functional>
#include <regex>

#include "core/analysis/analysis_options.h"
#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/options/window_words.h"
#include "tests/core/engine/toy_capture.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope {
namespace {

using Changes = std::vector<std::pair<std::string, std::string>>;

class PlainRefusals : public testing::Test {
 protected:
  PlainRefusals() {
    test::write_toy_capture(m_folder.path() / "toy.safetensors");
    m_values.set("model", (m_folder.path() / "toy.safetensors").string());
    m_values.set("device", "cpu");
    m_values.set("layer", "0");
    m_values.set("head", "0");
  }

  /// As the command line says it.
  std::string refusal(const Changes& changes) {
    try {
      OptionValues values = m_values;
      for (const auto& [id, value] : changes) {
        values.set(id, value);
      }
      static_cast<void>(m_engine->analyze(make_request(values), {}));
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

  test::ScratchFolder m_folder;
  OptionTable m_table{analysis_options()};
  OptionValues m_values{m_table};
  std::unique_ptr<Engine> m_engine = make_engine();
};

TEST_F(PlainRefusals, NameControlsAndNoFlags) {
  const std::regex flag("(^|[^-a-zA-Z])--[a-zA-Z]");
  int n_with_flags = 0;
  for (const Changes& changes : std::vector<Changes>{
           {{"layer", "77"}},
           {{"head", "77"}},
           {{"query", "99"}},
           {{"query", "zebra"}},
           {{"place-by", "residual"}},
           {{"select", "previous-layer"}},
           {{"mechanism", "differential"}, {"lambda", "learned"}},
           {{"mechanism", "differential"}, {"second-query-key", "own"}},
           {{"mechanism", "dipole-v2"}, {"negative-value", "own"}},
           {{"model", "no-such-model"}},
           {{"model", (m_folder.path() / "none.safetensors").string()}},
           {{"window", "wide"}},
           {{"query", "-3"}},
           {{"query", ""}},
           {{"temperature", "0"}},
           {{"keep", "0"}},
           {{"cpu", "avx1024"}},
           {{"mechanism", "two-simplicial"}, {"score", "trilinears"}},
       }) {
    const std::string told = refusal(changes);
    const std::string name = changes.front().first + " " + changes.front().second;
    const bool may_pass = changes.back().second == "own";  // the toy has some of its own
    EXPECT_TRUE(may_pass || !told.empty()) << name << " was not refused";
    const std::string words = window_words(told, m_table);
    EXPECT_FALSE(std::regex_search(words, flag)) << name << ": " << words;
    n_with_flags += std::regex_search(told, flag) ? 1 : 0;
  }
  EXPECT_GE(n_with_flags, 10);
}

}  // namespace
}  // namespace baryscope
