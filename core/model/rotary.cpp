#include "core/model/rotary.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/model/model_error.h"

namespace baryscope {
namespace {

struct Speeds {
  at::Tensor speed;   ///< radians a position, [dim/2]
  double factor = 1;  ///< of cosines and sines
};

// base^(2l/d), l from 0: how many positions a pair needs for one radian.
at::Tensor slowness(double base, int dim, at::ScalarType type) {
  return at::pow(base, at::arange(0, dim, 2, type) / static_cast<double>(dim));
}

// Chen et al. 2023: positions are squeezed; NTK-aware: the base grows with the text.
at::Tensor dynamic_speed(const RotaryConfig& config, int dim, std::int64_t n_tokens) {
  const double reached = std::max(static_cast<double>(n_tokens), config.original_positions);
  const double growth = config.factor * reached / config.original_positions - (config.factor - 1);
  const double exponent = dim > 2 ? static_cast<double>(dim) / (dim - 2) : 1;
  return 1.0 / slowness(config.base * std::pow(growth, exponent), dim, at::kFloat);
}

double yarn_magnitude(double factor, double scale) {
  return factor <= 1 ? 1 : 0.1 * scale * std::log(factor) + 1;
}

// Peng et al. 2023: fast pairs keep their speed, slow ones are slowed, a ramp between them.
Speeds yarn(const RotaryConfig& config, int dim) {
  const auto pair_of = [&](double turns) {
    return dim * std::log(config.original_positions / (turns * 2 * std::numbers::pi)) /
           (2 * std::log(config.base));
  };
  double low = pair_of(config.fast_turns);
  double high = pair_of(config.slow_turns);
  if (config.truncated) {
    low = std::floor(low);
    high = std::ceil(high);
  }
  low = std::max(low, 0.0);
  high = std::min(high, dim - 1.0);
  if (low == high) {
    high += 0.001;
  }
  const at::Tensor slow = slowness(config.base, dim, at::kFloat);
  const at::Tensor ramp = ((at::arange(dim / 2, at::kFloat) - low) / (high - low)).clamp(0, 1);
  const at::Tensor kept = 1 - ramp;
  Speeds speeds;
  speeds.speed = (1.0 / (config.factor * slow)) * (1 - kept) + (1.0 / slow) * kept;
  speeds.factor = config.mscale != 0 && config.mscale_all != 0
                      ? yarn_magnitude(config.factor, config.mscale) /
                            yarn_magnitude(config.factor, config.mscale_all)
                      : yarn_magnitude(config.factor, 1);
  return speeds;
}

// Ding et al. 2024: every pair has a factor of its own, others for short texts than for long ones.
Speeds longrope(const RotaryConfig& config, int dim, std::int64_t n_tokens) {
  const bool is_long = static_cast<double>(n_tokens) > config.original_positions;
  const at::Tensor factors =
      at::tensor(is_long ? config.long_factors : config.short_factors, at::kDouble).to(at::kFloat);
  Speeds speeds;
  speeds.speed = 1.0 / (factors * slowness(config.base, dim, at::kFloat));
  speeds.factor =
      config.factor <= 1
          ? 1
          : std::sqrt(1 + std::log(config.factor) / std::log(config.original_positions));
  return speeds;
}

// Llama 3.1: pairs that turn slowly over the trained length are slowed, others kept.
at::Tensor llama3_speed(const RotaryConfig& config, int dim) {
  const double trained = config.original_positions;
  const at::Tensor speed = 1.0 / slowness(config.base, dim, at::kFloat);
  const at::Tensor wave = 2 * std::numbers::pi / speed;
  const double longest = trained / config.low_frequency;
  const double shortest = trained / config.high_frequency;
  const at::Tensor slowed = at::where(wave > longest, speed / config.factor, speed);
  const at::Tensor share =
      (trained / wave - config.low_frequency) / (config.high_frequency - config.low_frequency);
  const at::Tensor between = (1 - share) * slowed / config.factor + share * slowed;
  return at::where((wave < shortest) | (wave > longest), slowed, between);
}

Speeds speeds_of(const RotaryConfig& config, int dim, std::int64_t n_tokens) {
  const at::ScalarType type = config.in_single ? at::kFloat : at::kDouble;
  switch (config.scaling) {
    case RotaryScaling::none: {
      if (config.in_single) return {1.0 / slowness(config.base, dim, type)};
      const at::Tensor place = at::arange(dim / 2, type);
      return {at::pow(config.base, place * (-2.0 / dim))};
    }
    case RotaryScaling::linear:
      return {1.0 / slowness(config.base, dim, type) / config.factor};
    case RotaryScaling::dynamic:
      return {dynamic_speed(config, dim, n_tokens)};
    case RotaryScaling::yarn:
      return yarn(config, dim);
    case RotaryScaling::longrope:
      return longrope(config, dim, n_tokens);
    case RotaryScaling::llama3:
      return {llama3_speed(config, dim)};
  }
  throw CheckFailed("a rotation's scaling without speeds");
}

}  // namespace

RotaryTables rotary_tables(const RotaryConfig& config, int head_dim, std::int64_t n_tokens,
                           const at::Device& device) {
  const int dim = config.dim > 0 ? config.dim : head_dim;
  const Speeds speeds = speeds_of(config, dim, n_tokens);
  const double factor = config.attention_factor.value_or(speeds.factor);
  if (!at::isfinite(speeds.speed).all().item<bool>() || !std::isfinite(factor)) {
    throw ModelError("the rotation of config.json (rope_theta and its scaling) is not finite");
  }
  const at::Tensor angle =
      at::outer(at::arange(n_tokens, speeds.speed.scalar_type()), speeds.speed);
  RotaryTables tables;
  tables.cos = angle.cos();
  tables.sin = angle.sin();
  if (factor != 1) {
    tables.cos = tables.cos * factor;
    tables.sin = tables.sin * factor;
  }
  tables.cos = tables.cos.to(device, at::kFloat);
  tables.sin = tables.sin.to(device, at::kFloat);
  tables.interleaved = config.interleaved;
  return tables;
}

at::Tensor turned(const at::Tensor& vectors, const RotaryTables& tables) {
  const std::int64_t half = tables.cos.size(1);
  const std::int64_t width = vectors.size(3);
  const at::Tensor& cos = tables.cos;
  const at::Tensor& sin = tables.sin;
  if (tables.interleaved) {
    const at::Tensor pairs = vectors.narrow(3, 0, 2 * half).unflatten(3, {half, 2});
    const at::Tensor first = pairs.select(4, 0);
    const at::Tensor second = pairs.select(4, 1);
    const at::Tensor both =
        at::stack({first * cos - second * sin, second * cos + first * sin}, 4).flatten(3);
    return width == 2 * half ? both
                             : at::cat({both, vectors.narrow(3, 2 * half, width - 2 * half)}, 3);
  }
  const at::Tensor first = vectors.narrow(3, 0, half);
  const at::Tensor second = vectors.narrow(3, half, half);
  std::vector<at::Tensor> parts = {first * cos - second * sin, second * cos + first * sin};
  if (width > 2 * half) {
    parts.push_back(vectors.narrow(3, 2 * half, width - 2 * half));
  }
  return at::cat(parts, 3);
}

}  // namespace baryscope
