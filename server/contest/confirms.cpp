// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/confirms.h"

#include "server/contest/documents.h"
#include "server/contest/fact_ids.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

std::optional<Refusal> body_fault(const Json& body) {
  if (!body.is_object()) return invalid("", "must be an object");
  for (const auto& [name, value] : body.items()) {
    if (name != "contestant" && name != "all") return invalid("/" + json::escape_token(name), "is not known here");
    if (name == "all" && value != true) return invalid("/all", "must be true");
  }
  if (body.size() != 1) return invalid("", "must have either contestant or all");
  return std::nullopt;
}

}  // namespace

bool asks_confirmation(const Json& round) {
  return flag(round, "confirm");
}

Confirms confirms_of(const Store& store, std::string_view round) {
  Confirms confirms;
  for (const auto& [id, confirm] : store.all("confirms"))
    if (text_or(confirm->data, "round", "") == round)
      confirms.emplace(text_or(confirm->data, "contestant", ""), Confirm{id, &confirm->data});
  return confirms;
}

bool is_vouched_for(const Sheet& sheet, const Confirms& confirms, std::string_view contestant) {
  return !asks_confirmation(*sheet.data) || confirms.contains(contestant);
}

bool still_confirms(const Store& store, const Sheet& sheet, const Row& row, const Confirm& confirm) {
  const Json* confirmed = member(*confirm.data, "row");
  return confirmed && is_settled(sheet, row) && row_document(store, sheet, row, Detail::marks) == *confirmed;
}

tl::expected<std::vector<Event>, Refusal> confirm_command(const Store& store, std::string_view round, const Json& body,
                                                          std::int64_t now_ms) {
  const Resource* found = store.find("rounds", round);
  if (!found) return tl::unexpected(refuse(RefusalKind::not_found, "there is no such round"));
  if (auto fault = body_fault(body)) return tl::unexpected(std::move(*fault));
  if (!asks_confirmation(found->data))
    return tl::unexpected(refuse(RefusalKind::conflict, "the round does not ask for confirmation"));
  const Sheet sheet = compute(store, round);
  std::vector<const Row*> rows;
  if (const Json* named = member(body, "contestant")) {
    const auto row = named_row(store, sheet, *named);
    if (!row) return tl::unexpected(row.error());
    if (!is_settled(sheet, **row)) return tl::unexpected(refuse(RefusalKind::conflict, why_not_settled(**row)));
    rows.push_back(*row);
  } else {
    for (const Row& row : sheet.rows)
      if (!row.withdrawn && is_settled(sheet, row)) rows.push_back(&row);
  }
  const Confirms confirmed = confirms_of(store, round);
  std::vector<Event> events;
  FactIds ids("confirms");
  for (const Row* row : rows) {
    if (confirmed.contains(row->contestant)) continue;
    events.push_back({"confirms", ids.take(store, round, row->contestant),
                      Json{{"round", sheet.round},
                           {"contestant", row->contestant},
                           {"at", format_time(now_ms)},
                           {"row", row_document(store, sheet, *row, Detail::marks)}}});
  }
  return events;
}

}  // namespace leitai::contest
