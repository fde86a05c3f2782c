/// The INPUTs of a command line: what they set, and which view they mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/plan.h"
#include "app/session/session_inputs.h"

namespace baryscope {

/// The value that was typed last for this option.
std::optional<std::string> last_given(const Arguments& arguments, std::string_view id);

bool opens_session(const Arguments& arguments);

/// Opens a session or sets the option that an INPUT stands for; returns the inputs that the session
/// names. Throws UsageError for INPUTs that contradict each other or an option, Error for a file
/// that is not there.
std::vector<SessionInput> open_inputs(Plan& plan, const Arguments& arguments);

/// Options of samples (and the steps of their view) ask for the samples view where no --view is
/// given. Throws UsageError where a text or model is given as well.
void follow_sample_options(Plan& plan, const Arguments& arguments);

}  // namespace baryscope
