#include "core/model/weights/weight_source.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/transformer.h"
#include "tests/core/model/native_config.h"
#include "tests/core/model/scratch_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using test::ScratchFolder;
using testing::ElementsAre;
using testing::HasSubstr;

/// Weights that lie in no file: half-precision numbers, decoded when they are read.
class DecodedWeights : public WeightSource {
 public:
  explicit DecodedWeights(const Transformer& model) {
    for (const auto& [name, values] : model.parameters()) {
      m_halves.emplace(name, values.detach().to(at::kHalf));
      m_entries.emplace(name, TensorEntry{name, ElementType::f32, values.sizes().vec(), {}});
    }
  }

  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> all;
    for (const auto& [name, entry] : m_entries) {
      all.push_back(name);
    }
    return all;
  }
  [[nodiscard]] const TensorEntry* find_entry(std::string_view name) const override {
    const auto found = m_entries.find(std::string(name));
    return found == m_entries.end() ? nullptr : &found->second;
  }
  [[nodiscard]] TensorBytes read(std::string_view name) const override {
    const auto numbers =
        std::make_shared<const at::Tensor>(m_halves.at(entry(name).name).to(at::kFloat));
    return {{static_cast<const char*>(numbers->const_data_ptr()), numbers->nbytes()}, numbers};
  }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const override {
    return m_metadata;
  }
  [[nodiscard]] const std::filesystem::path& path() const override { return m_path; }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return m_notes; }

 private:
  std::map<std::string, at::Tensor> m_halves;
  std::map<std::string, TensorEntry> m_entries;
  std::map<std::string, std::string> m_metadata;
  std::filesystem::path m_path = "decoded";
  std::vector<std::string> m_notes;
};

Transformer small_model() {
  Random random(5);
  return {test::small_config({{{"mechanism", "pairwise"}}}), {}, random, at::kCPU};
}

TEST(WeightSource, ATransformerReadsWhateverHoldsItsWeights) {
  const Transformer model = small_model();
  const Transformer read(model.config(), DecodedWeights(model), at::kCPU, {});
  ASSERT_EQ(read.parameters().size(), model.parameters().size());
  for (std::size_t i = 0; i < read.parameters().size(); ++i) {
    const auto& [name, values] = model.parameters()[i];
    EXPECT_EQ(read.parameters()[i].first, name);
    EXPECT_TRUE(at::equal(read.parameters()[i].second, values.to(at::kHalf).to(at::kFloat)))
        << name;
  }
}

TEST(WeightSource, AMissingTensorIsNamedWithTheNearest) {
  const DecodedWeights weights(small_model());
  const std::string message = message_of([&] { static_cast<void>(weights.entry("readout.wait")); });
  EXPECT_THAT(message, HasSubstr("decoded has no tensor 'readout.wait'"));
  EXPECT_THAT(message, HasSubstr("the nearest is 'readout."));
}

TEST(WeightSource, AFolderIsOpenedWhateverFormItsWeightsHave) {
  const ScratchFolder folder;
  EXPECT_THROW(open_weights(folder.path()), WeightError);
  save_transformer(small_model(), folder.path());
  const auto weights = open_weights(folder.path());
  EXPECT_EQ(weights->path(), folder.path() / "model.safetensors");
  EXPECT_EQ(weights->metadata().at("format"), "pt");
  EXPECT_THAT(weights->entry("readout.weight").shape, ElementsAre(3, 12));
  EXPECT_EQ(weights->read("readout.weight").bytes.size(), 3U * 12 * 4);
}

}  // namespace
}  // namespace baryscope
