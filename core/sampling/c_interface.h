/// The samplers behind plain C functions: what Python and other languages load.
///
/// The header is C and C++. No exception crosses it, no function keeps state between calls, and all
/// may be called from several threads at once. Texts are UTF-8.
#pragma once

#include <stddef.h>  // NOLINT(modernize-deprecated-headers): C reads this file too
#include <stdint.h>  // NOLINT(modernize-deprecated-headers)

#define BARYSCOPE_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/// Grows with every change that a caller has to know; callers refuse a library with another one.
#define BARYSCOPE_SAMPLING_INTERFACE 1

enum BaryscopeStatus {
  BARYSCOPE_DONE = 0,
  BARYSCOPE_FAILED = 1,         ///< this data cannot be sampled like this
  BARYSCOPE_USAGE = 2,          ///< an option or an argument is not acceptable
  BARYSCOPE_OUT_OF_MEMORY = 3,  ///< the result does not fit
  BARYSCOPE_NOTHING = 4,        ///< no class has anything to draw from: no point is added
  BARYSCOPE_STOPPED = 130,      ///< baryscope_stop_request() was called
};

/// One class that got points.
typedef struct BaryscopeSampledClass {
  int32_t label;              ///< index in class_names
  int32_t k;                  ///< neighbours used; fewer than asked in a small class
  int64_t n_before, n_after;  ///< points of the class
  int64_t n_edges;            ///< of the neighbourhood graph
  int64_t n_simplices;        ///< what points were drawn from
  int64_t largest_arity;      ///< vertices of the largest of them
} BaryscopeSampledClass;

/// A finished call. Point i is Σ coordinates · (row vertices) over [offsets[i], offsets[i + 1]).
/// All pointers are the result's own and live until baryscope_resampling_free().
typedef struct BaryscopeResampling {
  int32_t status;       ///< a BaryscopeStatus; all counts are 0 unless it is BARYSCOPE_DONE
  int32_t n_classes;    ///< classes that got points
  const char* message;  ///< what went wrong; empty where nothing did
  int64_t n_synthetic;
  int64_t n_features;
  const double* points;                  ///< [n_synthetic, n_features]
  const int32_t* labels;                 ///< [n_synthetic] index in class_names
  const size_t* offsets;                 ///< [n_synthetic + 1]
  const int32_t* vertices;               ///< [offsets[n_synthetic]] rows of the data
  const double* coordinates;             ///< [offsets[n_synthetic]] barycentric: ≥ 0, sum 1
  const BaryscopeSampledClass* classes;  ///< [n_classes]
  int64_t n_notes;
  const char* const* notes;  ///< [n_notes] sentences that a person should know
} BaryscopeResampling;

/// BARYSCOPE_SAMPLING_INTERFACE of the library.
BARYSCOPE_EXPORT int32_t baryscope_sampling_interface(void);

/// "name<TAB>title<TAB>summary<TAB>formula<TAB>option,option…" a line, one line a sampler.
BARYSCOPE_EXPORT const char* baryscope_list_samplers(void);

/// Something to stop a running call with, from another thread. Null where memory is out.
typedef struct BaryscopeStop BaryscopeStop;
BARYSCOPE_EXPORT BaryscopeStop* baryscope_stop_new(void);
BARYSCOPE_EXPORT void baryscope_stop_request(BaryscopeStop* stop);
BARYSCOPE_EXPORT void baryscope_stop_free(BaryscopeStop* stop);

/// Synthetic points of a labelled table.
/// points [n_points, n_features] row-major, finite; labels [n_points], each in 0…n_classes − 1;
/// class_names [n_classes], distinct, in the order in which classes are sampled; keys and values
/// [n_options]: options of the command line without dashes ("k-neighbors", "7"), checked as there,
/// and "seed". `stop` may be null. Nothing that is passed is kept. Null only where not even the
/// result's frame fits into memory.
BARYSCOPE_EXPORT BaryscopeResampling* baryscope_resample(const double* points, int64_t n_points,
                                                         int64_t n_features, const int32_t* labels,
                                                         const char* const* class_names,
                                                         int32_t n_classes, const char* const* keys,
                                                         const char* const* values,
                                                         int32_t n_options, BaryscopeStop* stop);
BARYSCOPE_EXPORT void baryscope_resampling_free(BaryscopeResampling* resampling);

#ifdef __cplusplus
}
#endif
