/// One engine for several threads, one analysis at a time.
#pragma once

#include <functional>
#include <future>
#include <memory>

#include "core/base/progress.h"
#include "core/engine/engine.h"

namespace baryscope {

/// What `make` makes, with doors that may be used on any thread: who comes while another is served
/// waits, and ends waiting once its watch is stopped. train() waits for nobody.
std::function<std::unique_ptr<Engine>()> make_serial_engine(
    std::function<std::unique_ptr<Engine>()> make);

/// The same engine once more, for one more Computer.
std::unique_ptr<Engine> borrow_engine(std::shared_ptr<Engine> engine);

/// The engine of the future, which the session's worker makes once it gets to it. Throws what that
/// threw; Cancelled once the watch is stopped.
std::shared_ptr<Engine> wait_for_engine(const std::shared_future<std::shared_ptr<Engine>>& engine,
                                        const Watch& watch);

}  // namespace baryscope
