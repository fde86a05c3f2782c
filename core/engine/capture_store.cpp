#include "core/engine/capture_store.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstdint>
#include <system_error>
#include <utility>

#include "core/analysis/gguf_files.h"
#include "core/analysis/model_library.h"
#include "core/base/input_file.h"
#include "core/base/processor.h"
#include "core/engine/capture_size.h"
#include "core/model/device.h"
#include "core/model/weights/model_files.h"

namespace baryscope {
namespace {

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

// "SmolLM2" of SmolLM2.gguf and of SmolLM2-00001-of-00002.gguf.
std::string title_of_file(const std::filesystem::path& path) {
  const std::vector<GgufSet> sets = gguf_sets({path});
  return sets.empty() ? path.filename().string() : sets.front().name;
}

// What a person calls the model: "MiniLM" for the shipped one, else a folder's or the given name.
std::string display_name(const std::string& name, const std::filesystem::path& path) {
  if (const ShippedModel* shipped = find_shipped_model(name);
      shipped != nullptr && !shipped->title.empty()) {
    return shipped->title;
  }
  std::error_code ignored;
  if (std::filesystem::exists(name, ignored)) {
    const auto canonical = std::filesystem::weakly_canonical(path, ignored);
    return std::filesystem::is_directory(path, ignored) ? canonical.filename().string()
                                                        : title_of_file(path);
  }
  return name;
}

// What a tokenizer's tables take, about: its words stand in several of them.
std::size_t tokenizer_bytes(const std::filesystem::path& model) {
  constexpr std::size_t share = 8;
  constexpr std::uintmax_t in_gguf = std::uintmax_t{4} << 20U;
  std::error_code missing;
  const std::uintmax_t n_bytes = std::filesystem::is_directory(model, missing)
                                     ? std::filesystem::file_size(model / "tokenizer.json", missing)
                                     : in_gguf;
  return missing ? 0 : share * static_cast<std::size_t>(n_bytes);
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

std::shared_ptr<OpenCapture> CaptureStore::open(const AnalysisRequest& request, int n_layers,
                                                const Watch& watch) {
  m_cache->set_capacity(static_cast<std::size_t>(request.cache_bytes));
  const std::string& name = request.capture.empty() ? request.model : request.capture;
  const std::filesystem::path path = find_model(name);
  const at::Device device = open_device(request.device);
  const std::string device_name = device.is_cuda() ? "cuda" : "cpu";
  const bool is_model = is_model_path(path);
  const std::optional<LiveModel> live = is_model ? m_live.find(path) : std::nullopt;
  std::string key = device_name + "\n" +
                    (live ? fmt::format("{}\n{}", path.string(), live->version) : files_key(path));
  if (is_model) {
    // Native models run our own kernels.
    key += fmt::format("\n{}\n{}", display_name(name, path), static_cast<int>(processor_level()));
    // Lengths keep a text apart from a pair that spells the same.
    key += fmt::format("\n{}\n{}\n{}\n{}\n{}", static_cast<int>(request.special_in_text),
                       request.mask.value_or(-1), request.text.size(), request.text,
                       request.text_b ? "+" + *request.text_b : "");
  }
  if (std::shared_ptr<OpenCapture> opened = find(key)) {
    Capture& capture = opened->capture;
    // What the cache can keep now is run to its end, as if it had been asked for now.
    if (capture.stream.defined()) {
      const std::shared_ptr<const Model> model = model_at(path, request, watch);
      const int n_wanted = model->transformer().fits() ? max_layers : n_layers;
      if (model->extend(capture, n_wanted, request.mask, watch)) {
        opened->head_scores[0].reset();
        opened->head_scores[1].reset();
        remember(key, opened);
      }
    }
    return opened;
  }
  const auto opened = std::make_shared<OpenCapture>();
  opened->device = device_name;
  if (live) {
    opened->device = live->model->transformer().device().is_cuda() ? "cuda" : "cpu";
    opened->capture = live->model->capture(request.text, request.text_b, watch,
                                           request.special_in_text, request.mask);
  } else if (is_model) {
    opened->capture = model_at(path, request, watch)
                          ->capture(request.text, request.text_b, watch, request.special_in_text,
                                    request.mask, n_layers);
  } else {
    if (request.mask) {
      throw UsageError("--mask: a capture holds no model that could read another text");
    }
    opened->capture = load_capture(path);
    move_to(device, opened->capture);
  }
  remember(key, opened);
  return opened;
}

std::shared_ptr<const Model> CaptureStore::model(const AnalysisRequest& request,
                                                 const Watch& watch) {
  m_cache->set_capacity(static_cast<std::size_t>(request.cache_bytes));
  const std::filesystem::path path = find_model(request.model);
  if (!is_model_path(path)) {
    throw UsageError("continue: " + path.string() + " holds no model that could write");
  }
  if (const std::optional<LiveModel> live = m_live.find(path)) {
    return live->model;
  }
  return model_at(path, request, watch);
}

std::shared_ptr<const Model> CaptureStore::model_at(const std::filesystem::path& folder,
                                                    const AnalysisRequest& request,
                                                    const Watch& watch) {
  const bool is_cuda = open_device(request.device).is_cuda();
  const std::string& name = request.capture.empty() ? request.model : request.capture;
  return open_model(folder, display_name(name, folder), is_cuda ? "cuda" : "cpu", watch);
}

std::shared_ptr<const Model> CaptureStore::open_model(const std::filesystem::path& folder,
                                                      const std::string& name,
                                                      const std::string& device,
                                                      const Watch& watch) {
  // The same files by another name are called by that.
  const std::string key = device + "\n" + name + "\n" + files_key(folder);
  for (const OpenModel& item : m_models) {
    if (item.key == key) {
      m_cache->touch(item.id);
      return item.model;
    }
  }
  const ByteCache::Id id = m_cache->add(0, [this, key] {
    m_models.remove_if([&key](const OpenModel& item) { return item.key == key; });
  });
  try {
    const std::shared_ptr<const Model> model =
        load_model(folder, name, device, watch, {m_cache, id});
    m_models.push_front({key, model, id});
    m_cache->resize(id, model->transformer().kept_bytes() + tokenizer_bytes(folder));
    return model;
  } catch (...) {
    m_cache->remove(id);
    throw;
  }
}

std::shared_ptr<OpenCapture> CaptureStore::find(const std::string& key) {
  for (const Remembered& item : m_captures) {
    if (item.key == key) {
      m_cache->touch(item.id);
      return item.capture;
    }
  }
  return nullptr;
}

void CaptureStore::remember(const std::string& key, const std::shared_ptr<OpenCapture>& capture) {
  const std::size_t n_bytes = capture_bytes(capture->capture);
  for (const Remembered& item : m_captures) {
    if (item.key == key) {
      m_cache->resize(item.id, n_bytes);
      return;
    }
  }
  m_captures.push_front({key, capture, ByteCache::no_owner});
  m_captures.front().id = m_cache->add(n_bytes, [this, key] {
    m_captures.remove_if([&key](const Remembered& item) { return item.key == key; });
  });
}

}  // namespace baryscope
