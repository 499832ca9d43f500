// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/scores.h"

#include <algorithm>
#include <tuple>

#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// 18 digits fit into 64 bits, whatever they are.
constexpr std::size_t kMostDigits = 18;

ParsedMark parse_mark(std::string_view criterion, std::string_view text) {
  ParsedMark mark{criterion, text, 0, 0};
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

void measure(Scores& scores) {
  scores.places = 0;
  scores.whole = 0;
  for (const FiledScore& filed : scores.list)
    for (const ParsedMark& mark : filed.score->marks) {
      scores.places = std::max<int>(scores.places, mark.places < 0 ? kTooManyPlaces : mark.places);
      scores.whole = std::max(scores.whole, whole_part(mark));
    }
}

/// Puts into, or takes out of, the list under `key` what `change` says.
template <typename Change>
void rewrite(SharedMap<Scores>& map, std::string_view key, const Change& change) {
  const Scores* old = map.get(key);
  auto scores = std::make_shared<Scores>(old ? *old : Scores{});
  change(scores->list);
  measure(*scores);
  if (scores->list.empty())
    map.erase(key);
  else
    map.put(key, std::move(scores));
}

auto place_in(std::vector<FiledScore>& list, std::string_view judge, std::string_view id) {
  return std::partition_point(list.begin(), list.end(), [&](const FiledScore& filed) {
    return std::tuple(filed.score->judge, std::string_view(filed.id)) < std::tuple(judge, id);
  });
}

}  // namespace

std::int64_t whole_part(const ParsedMark& mark) {
  std::int64_t whole = mark.digits < 0 ? -mark.digits : mark.digits;
  for (int place = 0; place < mark.places; ++place) whole /= 10;
  return whole;
}

Score parse_score(std::shared_ptr<const Resource> resource) {
  Score score;
  score.resource = std::move(resource);
  const Json& data = score.resource->data;
  score.contestant = text_or(data, "contestant", "");
  score.judge = text_or(data, "judge", "");
  score.absent = flag(data, "absent");
  if (const Json* marks = member(data, "marks"); marks && marks->is_object())
    for (auto mark = marks->begin(); mark != marks->end(); ++mark)
      if (mark->is_string() && parse_decimal(mark->get_ref<const std::string&>()))
        score.marks.push_back(parse_mark(mark.key(), mark->get_ref<const std::string&>()));
  if (const Json* choices = member(data, "choices"); choices && choices->is_array())
    for (const Json& choice : *choices)
      if (choice.is_string()) score.choices.push_back(choice.get_ref<const std::string&>());
  return score;
}

void RoundScores::put(std::string_view id, std::shared_ptr<const Score> score) {
  const bool ballot = score->contestant.empty();
  const std::string_view judge = score->judge;
  rewrite(ballot ? ballots_ : by_contestant_, ballot ? judge : score->contestant, [&](std::vector<FiledScore>& list) {
    const auto at = place_in(list, judge, id);
    if (at != list.end() && at->id == id && at->score->judge == judge)
      at->score = score;
    else
      list.insert(at, FiledScore{std::string(id), score});
  });
}

void RoundScores::erase(std::string_view id, const Score& score) {
  const bool ballot = score.contestant.empty();
  rewrite(ballot ? ballots_ : by_contestant_, ballot ? score.judge : score.contestant,
          [&](std::vector<FiledScore>& list) {
            const auto at = place_in(list, score.judge, id);
            if (at != list.end() && at->id == id) list.erase(at);
          });
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
