/// What the names in a spec stand for: looked up where a call comes in, as traits from there on.
#pragma once

#include "core/analysis/mechanism_traits.h"
#include "core/analysis/score_list.h"
#include "core/attention/attention.h"

namespace baryscope {

/// Throw c10::ValueError with the known names and the nearest.
const MechanismTraits& traits_of(const std::string& mechanism);
const MechanismTraits& traits_of(const AttentionSpec& spec);
const ScoreInfo& score_named(const std::string& name);

/// The spec's score; trilinear where its mechanism leaves no choice.
const ScoreInfo& score_of(const AttentionSpec& spec);

/// How many key slots a spec's mechanism has: 1, 2 or spec.order.
int n_slots(const AttentionSpec& spec);

}  // namespace baryscope
