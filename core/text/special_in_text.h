/// What becomes of special tokens that somebody typed.
#pragma once

namespace baryscope {

/// plain: a typed "[SEP]" is text like any other; parse: it is the special token.
enum class SpecialInText { plain, parse };

}  // namespace baryscope
