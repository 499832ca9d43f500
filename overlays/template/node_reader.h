// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "overlays/template/reader.h"

namespace leitai::overlays {

/// The template of one file. Every finding goes to `report`; what comes back is whole only where
/// there was none.
std::shared_ptr<Template> read_template(const json::Json& value, std::string id, const Tokens& tokens, Report& report);

}  // namespace leitai::overlays
