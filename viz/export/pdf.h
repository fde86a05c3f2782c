/// A page as a PDF file: paths and texts by Cairo and Pango.
#pragma once

#include <string>

#include "viz/draw/page.h"
#include "viz/export/svg.h"

namespace baryscope {

/// PDF of one page, as large as the figure is at 96 pixels an inch. Fonts are embedded in part, and
/// a text can be found and copied. Of `words.texts` the session is an attachment
/// (pdf_attachment.h). The same bytes for the same page: the date is always 2000-01-01. Throws
/// Error.
std::string to_pdf(const Page& page, const FigureWords& words);

}  // namespace baryscope
