#include "app/gui/window/desk_list.h"

#include "app/gui/attention/attention_desk.h"
#include "app/gui/samples/samples_desk.h"
#include "app/gui/training/training_desk.h"
#include "app/gui/training/training_values.h"

namespace baryscope {

OptionValues options_of_session(const OptionValues& options) { return without_training(options); }

Desks::List make_desks(const DeskParts& parts, const OptionValues& options) {
  Desks::List desks;
  desks.push_back(std::make_unique<AttentionDesk>(parts));
  desks.push_back(std::make_unique<TrainingDesk>(parts, options));
  desks.push_back(std::make_unique<SamplesDesk>(parts));
  return desks;
}

}  // namespace baryscope
