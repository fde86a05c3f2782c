#include "core/engine/capture_store.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <utility>

#include "core/analysis/model_library.h"
#include "core/base/input_file.h"
#include "core/base/processor.h"
#include "core/model/device.h"
#include "core/model/weights/model_files.h"

namespace baryscope {
namespace {

constexpr std::size_t max_models = 2;
constexpr std::size_t max_captures = 4;

// The files that a model is read from, each with its state: what changed on the disk is another
// model.
std::string files_key(const std::filesystem::path& model) {
  std::string key;
  for (const std::filesystem::path& file : model_files(model)) {
    const FileStamp stamp = file_stamp(file);
    key += fmt::format("{}\n{} {} {} {} {}\n", file.string(), stamp.device, stamp.inode,
                       stamp.n_bytes, stamp.modified, stamp.changed);
  }
  return key;
}

// What a person calls the model: "MiniLM" for the shipped one, else a folder's or the given name.
std::string display_name(const std::string& name, const std::filesystem::path& path) {
  if (name == "minilm") {
    return "MiniLM";
  }
  std::error_code ignored;
  if (std::filesystem::exists(name, ignored)) {
    const auto canonical = std::filesystem::weakly_canonical(path, ignored);
    return canonical.filename().string();
  }
  return name;
}

void move_to(const at::Device& device, Capture& capture) {
  if (device.is_cpu()) {
    return;
  }
  for (LayerCapture& layer : capture.layers) {
    if (layer.allowed.defined()) {
      layer.allowed = layer.allowed.to(device);
    }
    for (const LayerTensorName& row : layer_tensor_names()) {
      at::Tensor& tensor = layer.*(row.tensor);
      if (tensor.defined()) {
        tensor = tensor.to(device);
      }
    }
  }
}

}  // namespace

std::shared_ptr<OpenCapture> CaptureStore::open(const AnalysisRequest& request,
                                                const Watch& watch) {
  const std::string& name = request.capture.empty() ? request.model : request.capture;
  const std::filesystem::path path = find_model(name);
  const at::Device device = open_device(request.device);
  const std::string device_name = device.is_cuda() ? "cuda" : "cpu";
  const bool is_folder = std::filesystem::is_directory(path);
  const std::optional<LiveModel> live = is_folder ? m_live.find(path) : std::nullopt;
  std::string key = device_name + "\n" +
                    (live ? fmt::format("{}\n{}", path.string(), live->version) : files_key(path));
  if (is_folder) {
    // Native models run our own kernels.
    key += fmt::format("\n{}", static_cast<int>(processor_level()));
    // Lengths keep a text apart from a pair that spells the same.
    key += fmt::format("\n{}\n{}\n{}\n{}\n{}", static_cast<int>(request.special_in_text),
                       request.mask.value_or(-1), request.text.size(), request.text,
                       request.text_b ? "+" + *request.text_b : "");
  }
  for (auto item = m_captures.begin(); item != m_captures.end(); ++item) {
    if (item->key == key) {
      m_captures.splice(m_captures.begin(), m_captures, item);
      return item->capture;
    }
  }
  OpenCapture opened;
  opened.device = device_name;
  if (live) {
    opened.device = live->model->transformer().device().is_cuda() ? "cuda" : "cpu";
    opened.capture = live->model->capture(request.text, request.text_b, watch,
                                          request.special_in_text, request.mask);
  } else if (is_folder) {
    opened.capture =
        open_model(path, display_name(name, path), device_name, watch)
            ->capture(request.text, request.text_b, watch, request.special_in_text, request.mask);
  } else {
    if (request.mask) {
      throw UsageError("--mask: a capture holds no model that could read another text");
    }
    opened.capture = load_capture(path);
    move_to(device, opened.capture);
  }
  return remember(std::move(key), std::move(opened));
}

std::shared_ptr<const Model> CaptureStore::model(const AnalysisRequest& request,
                                                 const Watch& watch) {
  const std::filesystem::path path = find_model(request.model);
  if (!std::filesystem::is_directory(path)) {
    throw UsageError("continue: " + path.string() + " holds no model that could write");
  }
  if (const std::optional<LiveModel> live = m_live.find(path)) {
    return live->model;
  }
  const at::Device device = open_device(request.device);
  return open_model(path, display_name(request.model, path), device.is_cuda() ? "cuda" : "cpu",
                    watch);
}

std::shared_ptr<const Model> CaptureStore::open_model(const std::filesystem::path& folder,
                                                      const std::string& name,
                                                      const std::string& device,
                                                      const Watch& watch) {
  const std::string key = device + "\n" + files_key(folder);
  for (auto item = m_models.begin(); item != m_models.end(); ++item) {
    if (item->key == key) {
      m_models.splice(m_models.begin(), m_models, item);
      return item->model;
    }
  }
  m_models.push_front({key, load_model(folder, name, device, watch)});
  if (m_models.size() > max_models) {
    m_models.pop_back();
  }
  return m_models.front().model;
}

std::shared_ptr<OpenCapture> CaptureStore::remember(std::string key, OpenCapture capture) {
  m_captures.push_front({std::move(key), std::make_shared<OpenCapture>(std::move(capture))});
  if (m_captures.size() > max_captures) {
    m_captures.pop_back();
  }
  return m_captures.front().capture;
}

}  // namespace baryscope
