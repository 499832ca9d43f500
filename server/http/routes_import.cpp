// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/body.h"
#include "server/http/problem.h"
#include "server/http/submit.h"
#include "server/tables/tables.h"

namespace leitai::http {
namespace {

using contest::Json;

/// How often a file is read anew because what it changes was changed meanwhile.
constexpr int kTries = 3;

struct ImportWish {
  tables::Wish wish;
  tables::Reading reading;
  bool dry_run = false;
};

tl::expected<bool, Response> flag_of(const Request& request, const char* name) {
  const std::string value = request.query_value(name).value_or("false");
  if (value != "true" && value != "false") {
    return tl::unexpected(problem(400, std::string(name) + " is true or false"));
  }
  return value == "true";
}

tl::expected<std::optional<std::string>, Response> separator_of(const Request& request) {
  static const std::map<std::string, std::string, std::less<>> kNames = {
      {"comma", ","}, {"semicolon", ";"}, {"tab", "\t"}, {",", ","}, {";", ";"}, {"\t", "\t"}};
  const auto name = request.query_value("separator");
  if (!name) {
    return std::nullopt;
  }
  const auto found = kNames.find(*name);
  if (found == kNames.end()) {
    return tl::unexpected(problem(400, "separator is comma, semicolon or tab"));
  }
  return found->second;
}

/// What the query says goes before what the type of the body says.
tl::expected<std::optional<tables::Encoding>, Response> encoding_of(const Request& request) {
  const auto asked = request.query_value("encoding");
  const std::string name = asked.value_or(charset_of(request.head));
  if (!asked && name.empty()) {
    return std::nullopt;
  }
  const auto encoding = tables::encoding_named(name);
  if (!encoding) {
    const char* detail = "the encoding is to be utf-8, gbk, gb18030, utf-16le or utf-16be";
    return tl::unexpected(problem(asked ? 400 : 415, detail));
  }
  return encoding;
}

tl::expected<ImportWish, Response> wish_of(const App& app, const Request& request, tables::Kind kind) {
  ImportWish import;
  import.wish.kind = kind;
  import.wish.round = request.query_value("round").value_or("");
  const auto dry_run = flag_of(request, "dry_run");
  const auto partial = flag_of(request, "partial");
  const auto create_groups = flag_of(request, "create_groups");
  for (const auto* flag : {&dry_run, &partial, &create_groups}) {
    if (!*flag) {
      return tl::unexpected(flag->error());
    }
  }
  auto separator = separator_of(request);
  if (!separator) {
    return tl::unexpected(separator.error());
  }
  const auto encoding = encoding_of(request);
  if (!encoding) {
    return tl::unexpected(encoding.error());
  }
  import.dry_run = *dry_run;
  import.wish.partial = *partial;
  import.wish.create_groups = *create_groups;
  import.reading = {*encoding, std::move(*separator)};
  if (kind == tables::Kind::scores && !app.show.snapshot()->store.find("rounds", import.wish.round)) {
    return tl::unexpected(import.wish.round.empty() ? problem(400, "round is missing")
                                                    : problem(404, "there is no such round"));
  }
  return import;
}

Json list_of(const std::vector<tables::CellError>& errors) {
  Json list = Json::array();
  for (const tables::CellError& error : errors) {
    const auto [row, column] = error.cell;
    std::string pointer;
    if (row > 0) {
      pointer = "/rows/" + std::to_string(row);
      pointer += column > 0 ? "/columns/" + std::to_string(column) : "";
    }
    list.push_back({{"pointer", std::move(pointer)},
                    {"row", row > 0 ? Json(row) : Json(nullptr)},
                    {"column", column > 0 ? Json(column) : Json(nullptr)},
                    {"header", error.header},
                    {"value", error.value},
                    {"detail", error.detail}});
  }
  return list;
}

Response refused(const std::vector<tables::CellError>& errors, bool more) {
  const auto [row, column] = errors.front().cell;
  std::string detail = row > 0 ? "row " + std::to_string(row) : std::string("the file");
  detail += column > 0 ? ", column " + std::to_string(column) : "";
  detail += (errors.front().value.empty() ? "" : ", \"" + errors.front().value + "\"") + ": " + errors.front().detail;
  if (errors.size() > 1) {
    detail += "; and " + std::to_string(errors.size() - 1) + (more ? " or more" : "") + " others";
  }
  return problem_with(422, detail, list_of(errors), Json::object());
}

Json told_of(const tables::Table& table, const tables::Import& import) {
  Json columns = Json::object();
  for (const auto& [header, field] : import.columns) {
    columns[header] = field.empty() ? Json(nullptr) : Json(field);
  }
  return {{"rows", import.rows},
          {"taken", import.taken},
          {"unchanged", import.unchanged},
          {"encoding", tables::encoding_name(table.encoding)},
          {"separator", table.separator},
          {"columns", std::move(columns)},
          {"errors", list_of(import.errors)}};
}

tables::Trial trial_at(const App& app, const show::Snapshot& snapshot) {
  return [&app, &snapshot](const std::vector<contest::Event>& events) -> std::vector<contest::FieldError> {
    std::optional<contest::Refusal> refusal = app.show.try_out(snapshot, show::ApplyEvents{events});
    if (!refusal) {
      return {};
    }
    return refusal->errors.empty() ? std::vector<contest::FieldError>{{"", refusal->detail}} : refusal->errors;
  };
}

/// From a file that is a table to an answer; 412 or 422 where the show has moved on meanwhile.
Response import_once(App& app, const Request& request, const tables::Table& table, const ImportWish& wish) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  tables::Import import = tables::import_table(table, wish.wish, snapshot->store, trial_at(app, *snapshot));
  if (import.refused) {
    return answered_before(app, request).value_or(refused(import.errors, import.more_errors));
  }
  Json told = told_of(table, import);
  if (wish.dry_run) {
    told["dry_run"] = true;
    told["token"] = snapshot->token;
    return answer(told);
  }
  return submit(app, request, show::ApplyEvents{std::move(import.events), false, snapshot->token, std::move(told)});
}

Response import_file(App& app, const Request& request, tables::Kind kind) {
  const tl::expected<ImportWish, Response> wish = wish_of(app, request, kind);
  if (!wish) {
    return wish.error();
  }
  const tl::expected<tables::Table, tables::CellError> table = tables::read_table(request.body, wish->reading);
  if (!table) {
    return refused({table.error()}, false);
  }
  Response response;
  for (int tries = 0; tries < kTries; ++tries) {
    const std::uint64_t before = app.show.snapshot()->token;
    response = import_once(app, request, *table, *wish);
    const bool overtaken = response.status == 412 || response.status == 422;
    if (!overtaken || app.show.snapshot()->token == before) {
      break;
    }
  }
  return response.status == 412 ? problem(409, "what the file changes is being changed by others: send it again")
                                : response;
}

}  // namespace

Response post_contestants(App& app, const Request& request) {
  return import_file(app, request, tables::Kind::contestants);
}

Response post_people(App& app, const Request& request) {
  return import_file(app, request, tables::Kind::people);
}

Response post_scores(App& app, const Request& request) {
  return import_file(app, request, tables::Kind::scores);
}

}  // namespace leitai::http
