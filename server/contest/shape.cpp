// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/shape.h"

#include <set>

#include "server/contest/shape_rules.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

void check_round(const Json& round, std::vector<FieldError>& errors) {
  if (const Json* scoring = member(round, "scoring")) check_scoring_shape(*scoring, "/scoring", errors);
  const Json* quota = member(round, "quota");
  if (quota && member(*quota, "total") && member(*quota, "groups"))
    errors.push_back({"/quota", "has either a total or groups"});
}

void check_score(const Json& score, std::vector<FieldError>& errors) {
  const Json* marks = member(score, "marks");
  if (member(score, "choices")) {
    if (member(score, "contestant")) errors.push_back({"/contestant", "a ballot is not about one contestant"});
    if (marks) errors.push_back({"/marks", "a ballot has choices, not marks"});
    if (flag(score, "absent")) errors.push_back({"/choices", "a judge who is absent has no ballot"});
  } else if (!member(score, "contestant") && !flag(score, "absent")) {
    errors.push_back({"/contestant", "is required"});
  }
  if (flag(score, "absent") && marks && !marks->empty())
    errors.push_back({"/marks", "a judge who is absent has no marks"});
}

void check_adjustment(const Json& adjustment, std::vector<FieldError>& errors) {
  const Rational points = decimal_of(adjustment, "points").value_or(Rational());
  const std::string_view kind = text_or(adjustment, "kind", "");
  if (kind == "bonus" && points < Rational(0)) errors.push_back({"/points", "a bonus is at least 0"});
  if (kind == "penalty" && points > Rational(0)) errors.push_back({"/points", "a penalty is at most 0"});
}

/// "total", {criterion: ID} or {panel: ID}.
bool is_board_order(const Json& by) {
  if (by.is_string()) return by == "total";
  if (!by.is_object() || by.size() != 1) return false;
  const auto only = by.begin();
  return (only.key() == "criterion" || only.key() == "panel") && only->is_string() &&
         is_id(only->get_ref<const std::string&>());
}

/// What a board takes from a round it does not say itself.
void check_board_source(const Json& board, const Json& source, std::vector<FieldError>& errors) {
  const Json* by = member(source, "by");
  if (by && !is_board_order(*by))
    errors.push_back({"/source/by", "must be \"total\", {\"criterion\": ID} or {\"panel\": ID}"});
  for (const char* name : {"rows", "sort"})
    if (member(board, name))
      errors.push_back({"/" + std::string(name), "a board with a source has its rows, and their order, from there"});
}

void check_board(const Json& board, std::vector<FieldError>& errors) {
  if (const Json* source = member(board, "source")) check_board_source(board, *source, errors);
  std::set<std::string_view> columns;
  const Json* list = member(board, "columns");
  const Json* rows = member(board, "rows");
  if (!list || !rows) return;
  for (const Json& column : *list) columns.insert(text_or(column, "id", ""));
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const Json* cells = member((*rows)[i], "cells");
    if (!cells) continue;
    for (const auto& [name, cell] : cells->items())
      if (!columns.contains(name))
        errors.push_back(
            {"/rows/" + std::to_string(i) + "/cells/" + json::escape_token(name), "there is no such column"});
  }
}

/// More than that nobody takes at once.
constexpr std::size_t kMostInGroup = 32;

/// A cue puts one template on air, or is a group of cues.
void check_cue(const Json& cue, std::vector<FieldError>& errors) {
  const Json* group = member(cue, "cues");
  if (!group) {
    if (!member(cue, "template")) errors.push_back({"/template", "is required"});
    return;
  }
  if (group->empty() || group->size() > kMostInGroup)
    errors.push_back({"/cues", "must name from 1 to " + std::to_string(kMostInGroup) + " cues"});
  for (const char* name : {"template", "channel", "layer", "bind", "data", "duration_ms"})
    if (member(cue, name)) errors.push_back({"/" + std::string(name), "is said by the cues of a group, not by it"});
}

}  // namespace

void check_shape(std::string_view type, const Json& data, std::vector<FieldError>& errors) {
  if (type == "rounds") check_round(data, errors);
  if (type == "scores") check_score(data, errors);
  if (type == "adjustments") check_adjustment(data, errors);
  if (type == "boards") check_board(data, errors);
  if (type == "cues") check_cue(data, errors);
  if (type == "rules") check_rule(data, errors);
}

}  // namespace leitai::contest
