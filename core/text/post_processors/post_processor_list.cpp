#include "core/text/part_list.h"
#include "core/text/post_processors/post_processor.h"
#include "core/text/post_processors/template_processing.h"

namespace baryscope {
namespace {

class PostProcessorSequence : public PostProcessor {
 public:
  explicit PostProcessorSequence(const JsonValue& json)
      : m_processors(read_parts<PostProcessor>(json.at("processors"), read_post_processor)) {
    int n_templates = 0;
    for (const auto& processor : m_processors) n_templates += processor->is_template() ? 1 : 0;
    if (n_templates > 1)
      json.at("processors").fail("has several templates; only one can say where sentences go");
  }
  void process(std::vector<Tokens>& parts) const override {
    for (const auto& processor : m_processors) processor->process(parts);
  }
  [[nodiscard]] bool is_template() const override {
    for (const auto& processor : m_processors)
      if (processor->is_template()) return true;
    return false;
  }

 private:
  std::vector<std::unique_ptr<const PostProcessor>> m_processors;
};

std::unique_ptr<const PostProcessor> read_sequence(const JsonValue& json) {
  return std::make_unique<const PostProcessorSequence>(json);
}

constexpr PartType<PostProcessor> k_post_processors[] = {
    {"Sequence", read_sequence},
    {"TemplateProcessing", read_template_processing},
    {"BertProcessing", read_bert_processing},
    {"RobertaProcessing", read_roberta_processing},
    {"ByteLevel", read_byte_level_processing},
};

}  // namespace

std::unique_ptr<const PostProcessor> read_post_processor(const JsonValue& json) {
  return read_part(json, "post-processor", json.at("type").text(), k_post_processors);
}

}  // namespace baryscope
