#include "app/gui/widgets/plain_words.h"

#include "app/gui/widgets/dispatcher.h"
#include "app/session/all_options.h"
#include "core/options/window_words.h"

namespace baryscope {

QString plain_words(std::string_view sentence) {
  return to_qt(window_words(sentence, all_options()));
}

}  // namespace baryscope
