// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "overlays/json/json.h"
#include "server/contest/contest.h"

/// Show files: NDJSON, a contest's events and commands with their times.
namespace leitai::cli {

constexpr std::size_t kMaxShowFileBytes = 256U << 20;
constexpr std::size_t kMaxEventsInRequest = 500;

/// `{at_ms, call, body}`: a POST to /api/v1/`path`.
struct Call {
  std::string path;
  json::Json body;
};

struct Entry {
  std::size_t line = 0;    ///< from 1
  std::int64_t at_ms = 0;  ///< from the file's start; a line without it has its predecessor's
  std::variant<contest::Event, Call> what;
};

enum class Severity {
  error,
  warning,  ///< it works, and looks other than meant
};

/// Something wrong in the file, for people.
struct FileProblem {
  json::Position position;
  std::string message;
  Severity severity = Severity::error;

  /// FILE:LINE:COL: error: MESSAGE, or warning
  std::string to_string(const std::string& file) const;
};

struct ShowFile {
  std::vector<Entry> entries;
  std::vector<FileProblem> problems;
  json::Json expect;            ///< what the last line says of the final standings (expectation.h); null: nothing
  std::size_t expect_line = 0;  ///< where it stands
};

/// Reads all lines; empty ones are skipped. Problems are those of JSON, of the lines' shape, of each
/// resource by itself, and of the resources together.
ShowFile read_show_file(std::string_view text);

/// Entries that are one request: a call, or consecutive events of one time.
struct Request {
  std::size_t first = 0;  ///< index of an entry
  std::size_t count = 0;
};
std::vector<Request> requests_of(const std::vector<Entry>& entries);

/// May a file name this call?
bool is_call(std::string_view path);

}  // namespace leitai::cli
