#include "viz/export/pdf.h"

#include <cairo-pdf.h>

#include <memory>

#include "core/base/error.h"
#include "viz/export/cairo_page.h"
#include "viz/export/pdf_attachment.h"

namespace baryscope {
namespace {

constexpr double k_points_per_pixel = 72.0 / 96;
constexpr const char* k_date = "2000-01-01T00:00:00Z";

struct SurfaceDeleter {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextDeleter {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};

cairo_status_t append(void* bytes, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(std::string("cannot make a PDF file: ") + cairo_status_to_string(status));
  }
}

}  // namespace

std::string to_pdf(const Page& page, const FigureWords& words) {
  std::string bytes;
  const double scale = k_points_per_pixel * page.scale;
  {
    const std::unique_ptr<cairo_surface_t, SurfaceDeleter> surface(
        cairo_pdf_surface_create_for_stream(append, &bytes, scale * page.width,
                                            scale * page.height));
    check(cairo_surface_status(surface.get()));
    const auto say = [&](cairo_pdf_metadata_t what, const std::string& text) {
      cairo_pdf_surface_set_metadata(surface.get(), what, text.c_str());
    };
    say(CAIRO_PDF_METADATA_TITLE, words.title);
    say(CAIRO_PDF_METADATA_SUBJECT, words.description);
    if (const auto software = words.texts.find("Software"); software != words.texts.end()) {
      say(CAIRO_PDF_METADATA_CREATOR, software->second);
    }
    say(CAIRO_PDF_METADATA_CREATE_DATE, k_date);
    say(CAIRO_PDF_METADATA_MOD_DATE, k_date);
    const std::unique_ptr<cairo_t, ContextDeleter> context(cairo_create(surface.get()));
    cairo_scale(context.get(), scale, scale);
    paint_page(context.get(), page);
    cairo_show_page(context.get());
    check(cairo_status(context.get()));
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
  }
  const auto session = words.texts.find("baryscope.session");
  return with_attachment(bytes, session == words.texts.end() ? "" : session->second);
}

}  // namespace baryscope
