// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "server/http/message.h"

namespace leitai::contest {
struct FieldError;
struct Refusal;
}  // namespace leitai::contest

namespace leitai::http {

/// A problem document (RFC 9457): {type, title, status, detail, errors: [{pointer, detail}]}.
Response problem(int status, const std::string& detail);
Response problem(int status, const std::string& detail, const std::vector<contest::FieldError>& errors);

/// The same from what a deeper room refuses, its further members included.
Response problem(const contest::Refusal& refusal);

/// The same with errors that say more than that, and further members.
Response problem_with(int status, const std::string& detail, const nlohmann::json& errors,
                      const nlohmann::json& members);

struct Identity;
/// 403, which names the role.
Response refused_role(const Identity& who);

/// 503 with Retry-After, in seconds.
Response overloaded(const std::string& detail, int retry_after_s = 1);

/// 429 with Retry-After, of whole seconds.
Response too_many(const std::string& detail, std::int64_t wait_ms);

/// A JSON answer that no cache may keep.
Response answer(const nlohmann::json& document);
/// The same of JSON text.
Response answer_text(std::string document);

/// "Not Found"
const char* status_title(int status);

}  // namespace leitai::http
