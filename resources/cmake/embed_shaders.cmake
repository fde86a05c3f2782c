# Writes OUTPUT, a source that holds the shaders of FOLDER under their file names; lines
# `#include "x.glsl"` are replaced by that snippet.
file(GLOB snippets ${FOLDER}/*.glsl)
file(GLOB shaders ${FOLDER}/*.vert ${FOLDER}/*.frag)
set(rows "")
foreach(shader IN LISTS shaders)
  get_filename_component(name ${shader} NAME)
  file(READ ${shader} text)
  foreach(snippet IN LISTS snippets)
    get_filename_component(snippet_name ${snippet} NAME)
    file(READ ${snippet} snippet_text)
    string(REPLACE "#include \"${snippet_name}\"\n" "${snippet_text}" text "${text}")
  endforeach()
  string(APPEND rows "    {\"${name}\", R\"GLSL(${text})GLSL\"},\n")
endforeach()
file(WRITE ${OUTPUT}.new
"#include \"viz/vtk/shader_text.h\"

#include <map>

#include \"core/base/error.h\"

namespace baryscope {

const std::string& shader_text(const std::string& name) {
  static const std::map<std::string, std::string> texts{
${rows}  };
  const auto found = texts.find(name);
  BARYSCOPE_CHECK(found != texts.end());
  return found->second;
}

}  // namespace baryscope
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
file(REMOVE ${OUTPUT}.new)
