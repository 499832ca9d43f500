// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/tables/tables.h"

namespace leitai::tables {

/// A file's text in UTF-8, without its byte order mark.
struct Decoded {
  Encoding encoding = Encoding::utf8;
  std::string text;
};
tl::expected<Decoded, CellError> decode(std::string_view bytes, std::optional<Encoding> known);

}  // namespace leitai::tables
