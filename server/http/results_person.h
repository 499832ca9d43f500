// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "overlays/json/json.h"

namespace leitai::http {

/// A contestant's own part of the results page: each round's rank, total, and how it comes about. As HTML.
std::string person_picture(const json::Json& document, const json::Json& words, const json::Json& person);

/// "12 Name", as HTML.
std::string number_and_name(const json::Json& person);
/// "Organization · title", bare.
std::string belonging(const json::Json& person);
/// `short_name`, `name` or `id`, bare.
std::string name_of(const json::Json& named);
/// What an award is called, bare.
std::string award_name(const json::Json& award);

}  // namespace leitai::http
