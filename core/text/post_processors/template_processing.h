/// Where the special tokens go: the template of one sentence and of a pair.
#pragma once

#include <memory>

#include "core/text/post_processors/post_processor.h"

namespace baryscope {

/// {"single","pair","special_tokens"}.
std::unique_ptr<const PostProcessor> read_template_processing(const JsonValue& json);
/// {"cls","sep"}: [CLS] A [SEP], and B [SEP] in segment 1.
std::unique_ptr<const PostProcessor> read_bert_processing(const JsonValue& json);
/// {"cls","sep","trim_offsets","add_prefix_space"}: <s> A </s>, and </s> B </s>, all in segment 0.
std::unique_ptr<const PostProcessor> read_roberta_processing(const JsonValue& json);
/// {"trim_offsets","add_prefix_space"}: only trims.
std::unique_ptr<const PostProcessor> read_byte_level_processing(const JsonValue& json);

}  // namespace baryscope
