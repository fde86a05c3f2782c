#include "app/session/film/film_estimate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>

#include "core/base/error.h"
#include "core/base/unfinished_file.h"
#include "viz/export/frame_pattern.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Draft {
  double n_bytes = 0, seconds = 0;
};

/// A film of the first `n` frames, written into `folder` and looked at.
Draft draft_of(const fs::path& folder, const std::string& name, FilmFormat format,
               const std::vector<Image>& frames, int n, const Watch& watch) {
  const fs::path inside = folder / std::to_string(n);
  fs::create_directory(inside);
  format.n_frames = n;
  const Clock::time_point begin = Clock::now();
  std::unique_ptr<FrameSink> sink = make_frame_sink(inside / name, format, watch);
  for (int i = 0; i < n; ++i) {
    sink->write(frames[static_cast<std::size_t>(i)]);
  }
  sink->finish();
  sink.reset();  // what it kept beside the film is gone
  Draft draft;
  draft.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  for (const fs::directory_entry& each : fs::directory_iterator(inside)) {
    draft.n_bytes += static_cast<double>(each.file_size());
  }
  return draft;
}

}  // namespace

FilmEstimate estimate_film(const std::string& target, const FilmFormat& format,
                           const std::vector<Image>& frames, double seconds_a_frame,
                           const Watch& watch) {
  constexpr double k_beside = 0.75;  // drawing and encoding share the machine, partly at once
  BARYSCOPE_CHECK(!frames.empty());
  const UnfinishedFile folder(fs::temp_directory_path() / "film-estimate",
                              UnfinishedFile::Kind::folder);
  const std::string name = fs::path(target).filename().string();
  const int n = static_cast<int>(frames.size());
  FilmFormat plain = format;
  plain.most_bytes = 0;
  const Draft one = draft_of(folder.path(), name, plain, frames, 1, watch);
  if (n == 1) {
    return {static_cast<std::uint64_t>(one.n_bytes * format.n_frames), one.seconds};
  }
  const Draft all = draft_of(folder.path(), name, plain, frames, n, watch);
  // What the file carries beside its frames is in both.
  const double bytes_a_frame = std::max(0.0, (all.n_bytes - one.n_bytes) / (n - 1));
  const double encoding = std::max(0.0, (all.seconds - one.seconds) / (n - 1));
  const double n_more = format.n_frames - 1;
  FilmEstimate estimate;
  estimate.n_bytes = static_cast<std::uint64_t>(std::llround(one.n_bytes + bytes_a_frame * n_more));
  estimate.seconds = one.seconds + n_more * std::max({seconds_a_frame, encoding,
                                                      k_beside * (seconds_a_frame + encoding)});
  return estimate;
}

}  // namespace baryscope
