/// What a person reads of an exception: the library's own words are no help where memory ends.
#pragma once

#include <exception>
#include <string>

namespace baryscope {

/// what(), but in plain words for memory or threads that the system does not give.
std::string error_text(const std::exception& error);

/// From now on an exception that nobody catches (in a thread, in a library that is being opened, in
/// a destructor) ends the program with exit code 1 and its error_text() on standard error, after
/// unfinished files are removed, where it is one of memory or threads; so does a signal by which a
/// C library ends it while no memory is left. Others end it as before.
void end_in_words_without_memory();

}  // namespace baryscope
