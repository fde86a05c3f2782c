#include "viz/export/pdf_attachment.h"

#define POINTERHOLDER_TRANSITION 4  // qpdf's own pointers are those of the standard library

#include <exception>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEFStreamObjectHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFFileSpecObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr const char* k_name = "figure.bary.json";

}  // namespace

std::string with_attachment(const std::string& pdf, const std::string& session) {
  try {
    QPDF document;
    document.processMemoryFile("figure", pdf.data(), pdf.size());
    if (!session.empty()) {
      auto stream = QPDFEFStreamObjectHelper::createEFStream(document, session);
      stream.setSubtype("application/json");
      auto file = QPDFFileSpecObjectHelper::createFileSpec(document, k_name, stream);
      file.setDescription("The session of this figure: Baryscope opens it again");
      QPDFEmbeddedFileDocumentHelper(document).replaceEmbeddedFile(k_name, file);
    }
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.write();
    const std::shared_ptr<Buffer> bytes = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
  } catch (const std::exception& error) {
    throw Error(std::string("cannot attach the session to a PDF file: ") + error.what());
  }
}

std::optional<std::string> find_attachment(const std::filesystem::path& path) {
  try {
    QPDF document;
    document.setSuppressWarnings(true);
    document.processFile(path.c_str());
    const auto file = QPDFEmbeddedFileDocumentHelper(document).getEmbeddedFile(k_name);
    if (file == nullptr) {
      return std::nullopt;
    }
    const std::shared_ptr<Buffer> bytes = file->getEmbeddedFileStream().getStreamData();
    return std::string(reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize());
  } catch (const std::exception& error) {
    throw Error(path.string() + " is no PDF file that can be read: " + error.what());
  }
}

}  // namespace baryscope
