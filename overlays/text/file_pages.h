// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

namespace leitai::overlays {

/// Whether these bytes are a file that is mapped privately and only read, from the mapping's begin on. Always false
/// where the system cannot tell.
bool is_mapped_file(const void* bytes, std::size_t size);

/// Gives what was read of such a file back to the system, until it is read again. For nothing else: other memory would
/// be zeroed.
void give_back_pages(const void* bytes, std::size_t size);

}  // namespace leitai::overlays
