/// Which keys a query keeps (science.md §2.4); its functions stand in attention.h.
#pragma once

#include "core/attention/attention.h"
