#include <torch/csrc/autograd/autograd_not_implemented_fallback.h>
#include <torch/library.h>

// The operators have no derivative: backward() through one is an error, never a missing gradient.
TORCH_LIBRARY_IMPL(baryscope, Autograd, library) {
  for (const char* const name :
       {"pairwise_attention", "simplicial_attention", "indexer_scores", "differential_norm"}) {
    library.impl(name, torch::autograd::autogradNotImplementedFallback());
  }
}
