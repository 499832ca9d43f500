// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/http/results_page.h"

namespace leitai::http {

/// `<`, `>`, `&` and quotes as HTML writes them.
std::string escaped(std::string_view text);

/// The first picture's HTML, what stands within `#app`; server/web/src/results draws the same from then on.
/// `words`: of the language.
std::string results_picture(const json::Json& document, const json::Json& words, const ResultsAsked& asked,
                            std::string_view time);

/// The round that people look for: the one on stage, else the last with rows, else the last. Null where there is none.
const json::Json* default_round(const json::Json& document);

/// An entry of a list of the document, by `id` (or another member). Null where there is none.
const json::Json* entry_of(const json::Json& document, const char* list, std::string_view id);

/// An object's part of it, or a list; an empty one where there is none. Lives as long as `object`.
const json::Json& part_of(const json::Json& object, const char* member);
const json::Json& list_of(const json::Json& object, const char* member);

/// A text, or a number as a text; empty where it is neither or missing.
std::string text_of(const json::Json& object, const char* member);

}  // namespace leitai::http
