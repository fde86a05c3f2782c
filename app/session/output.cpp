#include "app/session/output.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "app/session/figure.h"
#include "app/session/version.h"
#include "core/analysis/analysis_options.h"
#include "core/analysis/report.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "viz/build/build_scene.h"
#include "viz/export/image.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const Finished> finished(const Session& session) {
  if (session.failure()) {
    std::rethrow_exception(session.failure());
  }
  if (!session.current()) {
    throw Error("nothing has been computed yet");
  }
  return session.current();
}

std::string session_text(const OptionValues& options, const std::optional<Camera>& camera,
                         const HashInputs& hash) {
  return to_session_text({options, camera, hash(options)});
}

std::string figure_bytes(const OptionValues& options, const std::string& system_theme,
                         const Finished& shown, const std::optional<Camera>& camera,
                         const HashInputs& hash) {
  const Image image = draw_figure(shown, camera, make_view_request(options, system_theme));
  std::string words = title(*shown.analyses.front());
  if (!shown.compared.empty()) {
    words += " | " + title(*shown.compared.front());
  }
  return to_png(image, {{"Title", words},
                        {"Software", "Baryscope " + std::string(version())},
                        {std::string(session_keyword), session_text(options, camera, hash)}});
}

void write_capture(Session& session, const std::string& target, const std::function<void()>& wait) {
  std::exception_ptr failure;
  session.run_on_engine(
      [request = make_request(session.options()), target](Engine& engine, const Watch& watch) {
        engine.write_capture(request, target, watch);
      },
      [&failure](std::exception_ptr thrown) { failure = std::move(thrown); });
  wait();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

/// Not through a file of that name: standard output may be a file to append to.
void write_standard_output(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n_written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n_written < 0 && errno == EPIPE) {
      return;  // a reader that has seen enough is no failure
    }
    if (n_written < 0 && errno != EINTR) {
      throw Error(std::string("cannot write to standard output: ") + std::strerror(errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(n_written, 0)));
  }
}

}  // namespace

void write_bytes(const std::string& target, std::string_view bytes) {
  if (target == "-") {
    write_standard_output(bytes);
  } else {
    write_file(target, bytes);
  }
}

std::function<std::string()> prepare_bytes(const Session& session, std::string_view target,
                                           const std::optional<Camera>& camera,
                                           const HashInputs& hash) {
  const OutputKind kind = output_kind(target);
  return [kind, camera, hash, shown = finished(session), options = session.options(),
          theme = session.system_theme()] {
    switch (kind) {
      case OutputKind::figure:
        return figure_bytes(options, theme, *shown, camera, hash);
      case OutputKind::session:
        return session_text(options, camera, hash);
      case OutputKind::report:
      case OutputKind::capture:
        break;
    }
    return to_report(shown->all_analyses());
  };
}

OutputKind output_kind(std::string_view target) {
  constexpr std::array<std::pair<std::string_view, OutputKind>, 4> endings{{
      {".bary.json", OutputKind::session},  // before .json
      {".json", OutputKind::report},
      {".png", OutputKind::figure},
      {".safetensors", OutputKind::capture},
  }};
  if (target == "-") {
    return OutputKind::report;
  }
  const std::string name = fs::path(std::string(target)).filename().string();
  for (const auto& [ending, kind] : endings) {
    if (name.ends_with(ending) && name.size() > ending.size()) {
      return kind;
    }
  }
  throw UsageError("--output " + (target.empty() ? "''" : std::string(target)) +
                   ": expected a name that ends in .png (figure), .json (report), .safetensors "
                   "(capture) or .bary.json (session), or - for the report on standard output");
}

void check_output(std::string_view target, const OptionValues& options) {
  const OutputKind kind = output_kind(target);
  for (const char* id : {"layer", "head"}) {
    if (options.text(id) == "all" && kind == OutputKind::figure) {
      throw UsageError("--output " + std::string(target) + ": a figure shows one head, but --" +
                       id + " is all; the report (.json) takes all");
    }
  }
  if (kind == OutputKind::capture && !options.text("compare").empty()) {
    throw UsageError("--output " + std::string(target) + ": a capture holds one model; leave out " +
                     options.text("compare") + " to write it");
  }
  if (target == "-") {
    return;
  }
  const fs::path path{std::string(target)};
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    throw Error("cannot write " + path.string() + ": it is a folder; name a file in it");
  }
  if (path.has_parent_path() && !fs::is_directory(path.parent_path(), ignored)) {
    throw Error("cannot write " + path.string() + ": the folder " + path.parent_path().string() +
                " does not exist; make it first");
  }
}

void write_output(Session& session, std::string_view target, const std::optional<Camera>& camera,
                  const std::function<void()>& wait, const HashInputs& hash) {
  check_output(target, session.options());
  wait();
  const auto make = prepare_bytes(session, target, camera, hash);
  const std::string path(target);
  if (output_kind(target) == OutputKind::capture) {
    write_capture(session, path, wait);
  } else {
    write_bytes(path, make());
  }
}

}  // namespace baryscope
