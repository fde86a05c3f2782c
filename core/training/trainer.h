/// Trains a model on a task and writes its folder.
#pragma once

#include <functional>
#include <memory>

#include "core/base/progress.h"
#include "core/model/model.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Takes the weights of a moment, as a model that reads texts, with the steps that made them.
/// Called on the training's thread.
using PublishModel = std::function<void(std::shared_ptr<const Model> model, int step)>;

/// The whole training, on the calling thread, whose number of threads and gradient mode are set
/// back at the end. Same request, same model, byte for byte, on one machine at one thread count,
/// also where it was stopped and resumed between. See Engine::train() for what it throws.
TrainingResult train_model(const TrainingRequest& request, const TrainingListener& listener,
                           const Watch& watch, const PublishModel& publish);

}  // namespace baryscope
