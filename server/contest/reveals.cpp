// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/reveals.h"

#include <algorithm>
#include <set>

#include "server/contest/documents.h"
#include "server/contest/eyes.h"
#include "server/contest/fact_ids.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// The latest reveals are those of the highest step.
std::int64_t last_step(const std::vector<Reveal>& reveals) {
  std::int64_t last = 0;
  for (const Reveal& reveal : reveals) last = std::max(last, integer_or(*reveal.data, "step", 0));
  return last;
}

/// What is there to reveal, and what has been.
struct Ceremony {
  Sheet sheet;
  std::vector<Reveal> reveals;
  std::vector<std::size_t> hidden;  ///< rows not revealed and not withdrawn, the best first
};

Ceremony ceremony_of(const Store& store, std::string_view round) {
  Ceremony ceremony;
  auto seen = view(store, round, Audience::operators, Detail::marks);
  ceremony.sheet = std::move(seen->sheet);
  ceremony.reveals = reveals_of(store, round);
  std::set<std::string_view> revealed;
  for (const Reveal& reveal : ceremony.reveals) revealed.insert(text_or(*reveal.data, "contestant", ""));
  for (const std::size_t i : seen->ranking.order)
    if (!ceremony.sheet.rows[i].withdrawn && !revealed.contains(ceremony.sheet.rows[i].contestant))
      ceremony.hidden.push_back(i);
  return ceremony;
}

using Chosen = tl::expected<std::vector<std::size_t>, Refusal>;

Chosen choose_contestant(const Store& store, const Ceremony& ceremony, const Json& named) {
  const auto row = named_row(store, ceremony.sheet, named);
  if (!row) return tl::unexpected(row.error());
  const auto index = static_cast<std::size_t>(*row - ceremony.sheet.rows.data());
  const bool hidden = std::find(ceremony.hidden.begin(), ceremony.hidden.end(), index) != ceremony.hidden.end();
  return hidden ? std::vector{index} : std::vector<std::size_t>{};
}

Chosen choose(const Store& store, const Ceremony& ceremony, const Json& body) {
  if (const Json* named = member(body, "contestant")) return choose_contestant(store, ceremony, *named);
  if (const Json* group = member(body, "group")) {
    if (!group->is_string() || !store.find("groups", group->get_ref<const std::string&>()))
      return tl::unexpected(invalid("/group", "there is no such group"));
    std::vector<std::size_t> rows;
    for (const std::size_t i : ceremony.hidden)
      if (*group == ceremony.sheet.rows[i].group) rows.push_back(i);
    return rows;
  }
  if (flag(body, "all")) return ceremony.hidden;
  if (ceremony.hidden.empty()) return tl::unexpected(refuse(RefusalKind::conflict, "every row is revealed"));
  return std::vector{ceremony.hidden.back()};
}

/// The one word of the body that says what to do.
std::optional<Refusal> body_fault(const Json& body) {
  if (!body.is_object()) return invalid("", "must be an object");
  int words = 0;
  for (const auto& [name, value] : body.items()) {
    const bool is_flag = name == "next" || name == "back" || name == "all" || name == "force";
    if (!is_flag && name != "contestant" && name != "group")
      return invalid("/" + json::escape_token(name), "is not known here");
    if (name == "force" ? !value.is_boolean() : is_flag && value != true) return invalid("/" + name, "must be true");
    words += name == "force" ? 0 : 1;
  }
  if (words != 1) return invalid("", "must have one of next, back, contestant, group and all");
  return std::nullopt;
}

tl::expected<std::vector<Event>, Refusal> take_back(const Json& round, const std::vector<Reveal>& reveals) {
  if (text_or(round, "visibility", "sealed") == "live")
    return tl::unexpected(
        refuse(RefusalKind::conflict, "the rows of a live round are public as soon as they are complete"));
  if (reveals.empty()) return tl::unexpected(refuse(RefusalKind::conflict, "nothing is revealed"));
  const std::int64_t last = last_step(reveals);
  std::vector<Event> events;
  for (const Reveal& reveal : reveals)
    if (integer_or(*reveal.data, "step", 0) == last) events.push_back({"reveals", reveal.id, nullptr});
  return events;
}

}  // namespace

Json reveal_data(const Store& store, const Sheet& sheet, const Row& row, const Confirms& confirms, std::int64_t step,
                 std::int64_t now_ms) {
  Json data = {{"round", sheet.round},
               {"contestant", row.contestant},
               {"at", format_time(now_ms)},
               {"step", step},
               {"row", row_document(store, sheet, row, Detail::marks)},
               {"deciding", deciding_values(sheet, row)}};
  if (asks_confirmation(*sheet.data)) data["confirmed"] = confirms.contains(row.contestant);
  return data;
}

tl::expected<std::vector<Event>, Refusal> reveal_command(const Store& store, std::string_view round, const Json& body,
                                                         std::int64_t now_ms) {
  const Resource* found = store.find("rounds", round);
  if (!found) return tl::unexpected(refuse(RefusalKind::not_found, "there is no such round"));
  if (auto fault = body_fault(body)) return tl::unexpected(std::move(*fault));
  if (!is_public(found->data))
    return tl::unexpected(refuse(RefusalKind::conflict, "the round is still planned, and not public"));
  if (text_or(found->data, "visibility", "sealed") == "running")
    return tl::unexpected(refuse(RefusalKind::conflict, "everything in a running round is public already"));
  const Ceremony ceremony = ceremony_of(store, round);
  if (member(body, "back")) return take_back(found->data, ceremony.reveals);
  const Chosen chosen = choose(store, ceremony, body);
  if (!chosen) return tl::unexpected(chosen.error());
  Refusal refusal = refuse(RefusalKind::conflict, "");
  std::vector<Event> events;
  FactIds ids("reveals");
  const Confirms confirms = confirms_of(store, round);
  const std::int64_t step = last_step(ceremony.reveals) + 1;
  for (const std::size_t i : *chosen) {
    const Row& row = ceremony.sheet.rows[i];
    const std::string name = "contestant " + row.contestant;
    if (!is_settled(ceremony.sheet, row) && !flag(body, "force"))
      refusal.errors.push_back({"", why_not_settled(row)});
    else if (!is_vouched_for(ceremony.sheet, confirms, row.contestant) && !flag(body, "force"))
      refusal.errors.push_back({"", name + " is not confirmed"});
    else if (!carry_is_public(store, ceremony.sheet.rules, row.contestant))
      refusal.errors.push_back({"", name + " has a carried total that is not public yet"});
    else
      events.push_back({"reveals", ids.take(store, round, row.contestant),
                        reveal_data(store, ceremony.sheet, row, confirms, step, now_ms)});
  }
  if (refusal.errors.empty()) return events;
  refusal.detail = refusal.errors.front().detail;
  return tl::unexpected(std::move(refusal));
}

}  // namespace leitai::contest
