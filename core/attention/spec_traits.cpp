#include "core/attention/spec_traits.h"

#include <c10/util/Exception.h>

#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"

namespace baryscope {

const MechanismTraits& traits_of(const std::string& mechanism) {
  try {
    return baryscope::mechanism(mechanism);
  } catch (const UsageError& error) {
    TORCH_CHECK_VALUE(false, error.what());
  }
}

const MechanismTraits& traits_of(const AttentionSpec& spec) { return traits_of(spec.mechanism); }

const ScoreInfo& score_named(const std::string& name) {
  try {
    return triple_score(name);
  } catch (const UsageError& error) {
    TORCH_CHECK_VALUE(false, error.what());
  }
}

const ScoreInfo& score_of(const AttentionSpec& spec) {
  return traits_of(spec).has_score_choice ? score_named(spec.score)
                                          : triple_score(TripleScore::trilinear);
}

int n_slots(const AttentionSpec& spec) { return n_key_slots(traits_of(spec), spec.order); }

}  // namespace baryscope
