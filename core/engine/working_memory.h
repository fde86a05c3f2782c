/// How the process keeps memory that tensors come and go in.
#pragma once

namespace baryscope {

/// Blocks up to 32 MiB and as much as 128 MiB of freed memory stay with the process: a forward pass
/// asks for the same few blocks layer after layer, and pages that are given back and taken anew
/// cost a tenth of its time. For the whole process; where the C library knows no such thing,
/// nothing.
void keep_working_memory();

}  // namespace baryscope
