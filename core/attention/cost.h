/// What a request costs, counted exactly over the allowed tuples; its function stands in
/// attention.h.
#pragma once

#include "core/attention/attention.h"
