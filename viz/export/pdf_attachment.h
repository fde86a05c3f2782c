/// The session inside a PDF figure: a file attached to it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace baryscope {

/// The PDF with `session` attached as figure.bary.json, where it is not empty, and with an
/// identifier that follows from its bytes. Throws Error for what is no PDF.
std::string with_attachment(const std::string& pdf, const std::string& session);
/// The session in a PDF file; nothing where there is none. Throws Error.
std::optional<std::string> find_attachment(const std::filesystem::path& path);

}  // namespace baryscope
