/// An engine on a small capture of its own: what the tests of core/engine share.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "tests/core/engine/toy_capture.h"
#include "tests/core/model/minilm_folder.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope::test {

inline Selector index(int value) { return {Selector::Kind::index, value, {}}; }
inline Selector text(const std::string& value) { return {Selector::Kind::text, 0, value}; }

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    write_plain_capture(m_folder.path() / "plain.safetensors", 6);
    m_request.capture = (m_folder.path() / "plain.safetensors").string();
    m_request.device = "cpu";
  }

  std::shared_ptr<const Analysis> run() { return m_engine->analyze(m_request, {}).at(0); }
  std::string usage() {
    return message_of<UsageError>([this] { run(); });
  }

  void use_minilm() {
    m_request.capture.clear();
    m_request.model = minilm_folder().string();
    m_request.text = "The bakery is between the school and the library";
    m_request.layer = index(5);
    m_request.head = index(3);
    m_request.query = text("bakery");
  }

  ScratchFolder m_folder;
  AnalysisRequest m_request;
  std::unique_ptr<Engine> m_engine = make_engine();
};

}  // namespace baryscope::test
