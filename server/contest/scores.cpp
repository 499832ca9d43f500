// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/scores.h"

#include <algorithm>

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// 18 digits fit into 64 bits, whatever they are.
constexpr std::size_t kMostDigits = 18;

/// Of a text that is a decimal.
ParsedMark parse_mark(const std::string& given, std::uint32_t criterion) {
  ParsedMark mark{0, &given, criterion, 0};
  std::string_view text = given;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::size_t places = point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (text.size() - (places > 0 ? 1 : 0) > kMostDigits) {
    mark.places = -1;
    return mark;
  }
  for (const char c : text)
    if (c != '.') mark.digits = mark.digits * 10 + (c - '0');
  if (negative) mark.digits = -mark.digits;
  mark.places = static_cast<std::int8_t>(places);
  return mark;
}

bool is_ballot(const Json& data) {
  return text_or(data, "contestant", "").empty();
}

/// What the score is filed under.
std::string_view key_of(const Json& data) {
  return text_or(data, is_ballot(data) ? "judge" : "contestant", "");
}

/// A copy of `old` without a score's marks, or all of it where it has no such score.
Scores without(const Scores& old, std::string_view id) {
  Scores scores;
  for (const Score& score : old.list) {
    if (score.id == id) continue;
    Score& kept = scores.list.emplace_back(score);
    kept.first_mark = static_cast<std::uint32_t>(scores.marks.size());
    const auto marks = old.marks_of(score);
    scores.marks.insert(scores.marks.end(), marks.begin(), marks.end());
  }
  return scores;
}

void measure(Scores& scores) {
  scores.places = 0;
  scores.whole = 0;
  for (const ParsedMark& mark : scores.marks) {
    scores.places = std::max<int>(scores.places, mark.places < 0 ? kTooManyPlaces : mark.places);
    scores.whole = std::max(scores.whole, whole_part(mark));
  }
}

}  // namespace

std::uint32_t NameTable::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? kNone : static_cast<std::uint32_t>(found - names_.begin());
}

std::uint32_t NameTable::add(std::string_view name) {
  names_.emplace_back(name);
  return static_cast<std::uint32_t>(names_.size() - 1);
}

std::int64_t whole_part(const ParsedMark& mark) {
  std::int64_t whole = mark.digits < 0 ? -mark.digits : mark.digits;
  for (int place = 0; place < mark.places; ++place) whole /= 10;
  return whole;
}

std::vector<std::string_view> choices_of(const Score& ballot) {
  std::vector<std::string_view> choices;
  const Json* list = member(ballot.resource->data, "choices");
  if (!list || !list->is_array()) return choices;
  for (const Json& choice : *list)
    if (choice.is_string()) choices.push_back(choice.get_ref<const std::string&>());
  return choices;
}

RoundScores::RoundScores()
    : judges_(std::make_shared<const NameTable>()), criteria_(judges_), rules_(std::make_shared<RulesKeeper>()) {}

/// Names that other copies read are not changed: the first score of a judge costs a copy of them.
std::uint32_t RoundScores::number(std::shared_ptr<const NameTable>& names, std::string_view name) {
  const std::uint32_t known = names->find(name);
  if (known != NameTable::kNone) return known;
  NameTable more = *names;
  const std::uint32_t added = more.add(name);
  names = std::make_shared<const NameTable>(std::move(more));
  return added;
}

void RoundScores::add_marks(const Json& data, Scores& scores) {
  const Json* marks = member(data, "marks");
  if (!marks || !marks->is_object()) return;
  for (auto mark = marks->begin(); mark != marks->end(); ++mark)
    if (mark->is_string() && parse_decimal(mark->get_ref<const std::string&>()))
      scores.marks.push_back(parse_mark(mark->get_ref<const std::string&>(), number(criteria_, mark.key())));
}

void RoundScores::put(std::string_view id, const std::shared_ptr<const Resource>& resource) {
  const Json& data = resource->data;
  SharedMap<Scores>& map = is_ballot(data) ? ballots_ : by_contestant_;
  const Scores* old = map.get(key_of(data));
  auto scores = std::make_shared<Scores>(old ? without(*old, id) : Scores{});
  // Whose ballot it is says the key: the audience's ids need no numbers.
  const std::string_view judge = text_or(data, "judge", "");
  Score score{std::string(id),
              resource,
              is_ballot(data) ? NameTable::kNone : number(judges_, judge),
              flag(data, "absent"),
              static_cast<std::uint32_t>(scores->marks.size()),
              0};
  if (!is_ballot(data)) add_marks(data, *scores);
  score.marks = static_cast<std::uint32_t>(scores->marks.size()) - score.first_mark;
  const auto at = std::partition_point(scores->list.begin(), scores->list.end(), [&](const Score& other) {
    const std::string_view name = text_or(other.resource->data, "judge", "");
    return name != judge ? name < judge : other.id < id;
  });
  scores->list.insert(at, std::move(score));
  measure(*scores);
  map.put(key_of(data), std::move(scores));
}

void RoundScores::erase(std::string_view id, const Resource& resource) {
  SharedMap<Scores>& map = is_ballot(resource.data) ? ballots_ : by_contestant_;
  const Scores* old = map.get(key_of(resource.data));
  if (!old) return;
  auto scores = std::make_shared<Scores>(without(*old, id));
  measure(*scores);
  if (scores->list.empty())
    map.erase(key_of(resource.data));
  else
    map.put(key_of(resource.data), std::move(scores));
}

const Scores& RoundScores::of(std::string_view contestant) const {
  static const Scores kNone;
  const Scores* found = by_contestant_.get(contestant);
  return found ? *found : kNone;
}

const RoundScores& scores_of(const Store& store, std::string_view round) {
  static const RoundScores kNone;
  const RoundScores* found = store.scores(round);
  return found ? *found : kNone;
}

}  // namespace leitai::contest
