// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/tables/score_columns.h"

#include <algorithm>
#include <array>

#include "server/tables/cell_text.h"
#include "server/tables/columns.h"

namespace leitai::tables {

namespace {

using Named = RoundNames::Named;

Named one_of(const ByText& map, std::string_view text, const char* none) {
  const auto [first, last] = map.equal_range(text);
  if (first == last) return tl::unexpected(std::string(none));
  if (std::next(first) == last) return first->second;
  return tl::unexpected("may be " + first->second + " or " + std::next(first)->second + ": write the id");
}

constexpr const char* kNoContestant = "is nobody in this round";

}  // namespace

RoundNames::RoundNames(const contest::Store& store, std::string_view round)
    : store_(store), rules_(contest::rules_of(store, store.find("rounds", round)->data)) {
  for (std::string& id : contest::running_order(store, store.find("rounds", round)->data)) {
    if (const contest::Resource* contestant = store.find("contestants", id)) {
      numbers_.emplace(label_of(contestant->data, "number"), id);
      names_.emplace(label_of(contestant->data, "name"), id);
    }
    order_.insert(std::move(id));
  }
  for (const auto& [id, person] : store.all("people")) {
    const std::string name = label_of(person->data, "name");
    people_.emplace(name, id);
    if (contest::has_judge(rules_, id)) judges_.emplace(name, id);
  }
  for (const contest::Criterion& criterion : rules_.criteria)
    if (!criterion.name.empty()) criteria_.emplace(criterion.name, criterion.id);
}

Named RoundNames::judge(std::string_view text) const {
  const bool is_id = store_.find("people", text) || (rules_.has_audience() && contest::is_id(text));
  Named named = is_id                                 ? Named(std::string(text))
                : judges_.find(text) != judges_.end() ? one_of(judges_, text, "")
                                                      : one_of(people_, text, "is no judge's id or name");
  if (named && !contest::has_judge(rules_, *named)) return tl::unexpected(std::string("is in no panel of this round"));
  return named;
}

Named RoundNames::criterion(std::string_view text) const {
  for (const contest::Criterion& criterion : rules_.criteria)
    if (criterion.id == text) return criterion.id;
  return one_of(criteria_, text, "the round has no such criterion");
}

Named RoundNames::contestant(std::string_view text) const {
  std::set<std::string> found;
  if (has_contestant(text)) found.emplace(text);
  for (const ByText* map : {&numbers_, &names_}) {
    const auto [first, last] = map->equal_range(text);
    for (auto entry = first; entry != last; ++entry) found.insert(entry->second);
  }
  if (found.empty()) return tl::unexpected(std::string(kNoContestant));
  if (found.size() == 1) return *found.begin();
  return tl::unexpected("may be " + *found.begin() + " or " + *std::next(found.begin()) + ": write the id");
}

Named RoundNames::contestant_numbered(std::string_view number) const {
  return one_of(numbers_, number, kNoContestant);
}

Named RoundNames::contestant_called(std::string_view name) const {
  return one_of(names_, name, kNoContestant);
}

namespace {

/// What stands between a judge and a criterion in a header.
constexpr std::array<std::string_view, 8> kDividers = {":", "：", "/", "／", ".", "·", "|", " "};

class Matcher {
 public:
  Matcher(const Sheet& sheet, const RoundNames& names) : sheet_(sheet), names_(names) {}

  ScoreHeaders run() {
    std::size_t most = 0;
    for (std::size_t row = 1; row <= sheet_.rows(); ++row) most = std::max(most, sheet_.width(row));
    for (std::size_t number = 1; number <= most; ++number) take_known(number);
    rows_have_judges_ = headers().find("judge") != nullptr;
    if (const Column* mark = headers().find("mark")) {
      take_mark_column(mark->number);
      for (const std::size_t number : others_) refuse(number, "is not a column that is known here");
    } else {
      for (const std::size_t number : others_) take_marks(number);
    }
    return std::move(result_);
  }

 private:
  Headers& headers() { return result_.headers; }

  void refuse(std::size_t number, std::string detail) {
    headers().errors.push_back(sheet_.error({1, number}, std::move(detail)));
    headers().told.emplace_back(sheet_.header(number), "");
  }

  void take_known(std::size_t number) {
    const std::string header(sheet_.header(number));
    if (header.empty()) {
      if (!sheet_.is_empty_column(number)) headers().errors.push_back(sheet_.error({1, number}, "has no header"));
      return;
    }
    // A criterion or a judge may be called as a column that is left to its readers.
    const std::string_view field = field_named(Kind::scores, header);
    if (field.empty() || (field == kNotRead && names_.criterion(header))) {
      others_.push_back(number);
    } else if (field != kNotRead && headers().find(field)) {
      refuse(number, "is there already, as column " + std::to_string(headers().find(field)->number));
    } else {
      if (field != kNotRead) headers().columns.push_back({number, std::string(field)});
      headers().told.emplace_back(header, field == kNotRead ? "" : field);
    }
  }

  /// One mark a row: the row says whose, and of what.
  void take_mark_column(std::size_t number) {
    const bool rows_have_criteria = headers().find("criterion") != nullptr;
    if (!rows_have_judges_)
      headers().errors.push_back(sheet_.error({1, number}, "needs another column, for the judge"));
    else if (!rows_have_criteria && only_criterion().empty())
      headers().errors.push_back(sheet_.error({1, number}, "needs another column, for the criterion"));
    else
      result_.marks.push_back({number, "", rows_have_criteria ? "" : only_criterion()});
  }

  std::string only_criterion() const {
    const auto& criteria = names_.rules().criteria;
    return criteria.size() == 1 ? criteria.front().id : std::string();
  }

  void take_marks(std::size_t number) {
    const std::string_view header = sheet_.header(number);
    if (rows_have_judges_) {
      const Named criterion = names_.criterion(header);
      if (!criterion) return refuse(number, criterion.error());
      return add({number, "", *criterion});
    }
    const Named judge = names_.judge(header);
    if (judge && only_criterion().empty())
      return refuse(number, "the round has several criteria: write judge:criterion");
    if (judge) return add({number, *judge, only_criterion()});
    std::vector<MarkColumn> readings = divided(number);
    if (readings.empty()) return refuse(number, "is neither a judge of this round, nor a judge and a criterion");
    if (readings.size() > 1) return refuse(number, "can be read in two ways: write ids");
    add(std::move(readings.front()));
  }

  /// Each way to read a header as a judge and a criterion.
  std::vector<MarkColumn> divided(std::size_t number) const {
    const std::string_view header = sheet_.header(number);
    std::vector<MarkColumn> readings;
    const auto try_pair = [&](std::string_view first, std::string_view second) {
      const Named judge = names_.judge(trimmed(first));
      const Named criterion = names_.criterion(trimmed(second));
      if (!judge || !criterion) return;
      for (const MarkColumn& known : readings)
        if (known.judge == *judge && known.criterion == *criterion) return;
      readings.push_back({number, *judge, *criterion});
    };
    for (std::size_t i = 0; i < header.size(); ++i)
      for (const std::string_view divider : kDividers) {
        if (!header.substr(i).starts_with(divider)) continue;
        try_pair(header.substr(0, i), header.substr(i + divider.size()));
        try_pair(header.substr(i + divider.size()), header.substr(0, i));
      }
    return readings;
  }

  void add(MarkColumn column) {
    for (const MarkColumn& known : result_.marks)
      if (known.judge == column.judge && known.criterion == column.criterion)
        return refuse(column.number, "is there already, as column " + std::to_string(known.number));
    headers().told.emplace_back(sheet_.header(column.number),
                                column.judge.empty() ? column.criterion : column.judge + ":" + column.criterion);
    result_.marks.push_back(std::move(column));
  }

  const Sheet& sheet_;
  const RoundNames& names_;
  ScoreHeaders result_;
  std::vector<std::size_t> others_;
  bool rows_have_judges_ = false;
};

}  // namespace

ScoreHeaders match_score_headers(const Sheet& sheet, const RoundNames& names) {
  return Matcher(sheet, names).run();
}

}  // namespace leitai::tables
