// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "server/contest/decimal.h"
#include "server/tables/cell_text.h"
#include "server/tables/draft.h"
#include "server/tables/score_columns.h"

namespace leitai::tables {

namespace {

using Named = RoundNames::Named;

/// A judge's marks for a contestant, from one row or several.
struct Given {
  std::string contestant, judge;
  Cell contestant_cell, judge_cell;
  std::map<std::string, std::pair<std::string, Cell>> marks;  ///< by criterion
  std::map<std::string, Cell> absent;                         ///< by criterion
};

class Marks {
 public:
  Marks(const Sheet& sheet, const ScoreHeaders& headers, const RoundNames& names, const std::string& round)
      : sheet_(sheet), headers_(headers), names_(names), round_(round) {
    for (const auto& [id, score] : names.store().all("scores"))
      if (label_of(score->data, "round") == round)
        stored_[{label_of(score->data, "contestant"), label_of(score->data, "judge")}] = {id, &score->data};
  }

  Draft run(const Rows& left_out) {
    for (std::size_t row = 2; row <= sheet_.rows(); ++row) {
      if (sheet_.is_empty(row)) continue;
      ++draft_.rows;
      if (!left_out.contains(row) && draft_.errors.size() < kMostErrors) read(row);
    }
    for (const Given& given : given_) write(given);
    return std::move(draft_);
  }

 private:
  Cell cell(std::size_t row, std::string_view field) const {
    const Column* column = headers_.headers.find(field);
    return {row, column ? column->number : 0};
  }

  void refuse(Cell cell, std::string detail) {
    draft_.errors.push_back(sheet_.error(cell, std::move(detail)));
    draft_.bad.insert(cell.row);
  }

  /// Every cell is looked at, also where the row is wrong already.
  void read(std::size_t row) {
    Cell contestant_cell{row, 0};
    const std::string contestant = known(contestant_of(row, contestant_cell), contestant_cell);
    const Cell judge_cell = cell(row, "judge"), criterion_cell = cell(row, "criterion");
    const std::string judge =
        judge_cell.column > 0 ? known(names_.judge(sheet_.text(judge_cell)), judge_cell) : std::string();
    const std::string criterion = criterion_cell.column > 0
                                      ? known(names_.criterion(sheet_.text(criterion_cell)), criterion_cell)
                                      : std::string();
    for (const MarkColumn& column : headers_.marks) {
      const bool own_judge = !column.judge.empty();
      take({contestant,
            own_judge ? column.judge : judge,
            contestant_cell,
            own_judge ? Cell{1, column.number} : judge_cell,
            {},
            {}},
           column.criterion.empty() ? criterion : column.criterion, {row, column.number});
    }
  }

  /// The id; empty where it is wrong, and refused.
  std::string known(const Named& named, Cell at) {
    if (named) return *named;
    refuse(at, named.error());
    return {};
  }

  /// Whom the row is about; `at` is the cell that says so, or that is wrong.
  Named contestant_of(std::size_t row, Cell& at) const {
    const Cell id = cell(row, "id"), any = cell(row, "contestant");
    const Cell number = cell(row, "number"), name = cell(row, "name");
    if (!sheet_.text(id).empty()) {
      at = id;
      if (names_.has_contestant(sheet_.text(id))) return std::string(sheet_.text(id));
      return tl::unexpected(std::string("is nobody in this round"));
    }
    if (!sheet_.text(any).empty()) {
      at = any;
      return names_.contestant(sheet_.text(any));
    }
    if (!sheet_.text(number).empty()) {
      at = number;
      return of_number(sheet_.text(number), sheet_.text(name));
    }
    at = name;
    if (sheet_.text(name).empty()) return tl::unexpected(std::string("the row names no contestant"));
    return names_.contestant_called(sheet_.text(name));
  }

  Named of_number(std::string_view number, std::string_view name) const {
    Named named = names_.contestant_numbered(number);
    if (name.empty()) return named;
    // Several groups may count from 1.
    const Named called = names_.contestant_called(name);
    if (!named && called && label_of(names_.store().find("contestants", *called)->data, "number") == number)
      return called;
    if (named && label_of(names_.store().find("contestants", *named)->data, "name") != name)
      return tl::unexpected("is the number of " + *named + ", who has another name");
    return named;
  }

  /// One cell with a mark.
  void take(Given who, const std::string& criterion, Cell mark) {
    const std::string_view text = sheet_.text(mark);
    if (text.empty()) return;
    const bool absent = says_absent(text);
    const auto decimal = absent ? std::nullopt : decimal_of(text, sheet_.decimal_comma());
    if (!absent && !decimal) return refuse(mark, "is neither a mark such as 9.25, nor 缺席 or absent");
    if (who.judge.empty() || criterion.empty()) return;
    if (auto fault = decimal ? contest::mark_fault(names_.rules(), who.judge, criterion, *decimal) : std::nullopt)
      return refuse(mark, std::move(*fault));
    if (!who.contestant.empty()) file(entry_of(std::move(who)), criterion, mark, decimal);
  }

  void file(Given& given, const std::string& criterion, Cell mark, const std::optional<std::string>& decimal) {
    if (const auto earlier = given.absent.find(criterion); earlier != given.absent.end())
      return refuse(mark, already_in(earlier->second));
    if (const auto earlier = given.marks.find(criterion); earlier != given.marks.end())
      return refuse(mark, already_in(earlier->second.second));
    if (!decimal && !given.marks.empty()) return refuse(mark, "this judge marks this contestant, and cannot be absent");
    if (decimal && !given.absent.empty())
      return refuse(mark, "this judge is absent for this contestant, and cannot mark");
    if (decimal)
      given.marks[criterion] = {*decimal, mark};
    else
      given.absent[criterion] = mark;
  }

  static std::string already_in(Cell earlier) { return "is in row " + std::to_string(earlier.row) + " already"; }

  Given& entry_of(Given who) {
    const auto [found, fresh] = index_.emplace(std::pair(who.contestant, who.judge), given_.size());
    if (fresh) given_.push_back(std::move(who));
    return given_[found->second];
  }

  static bool same_number(const Json& marks, const std::string& criterion, const std::string& decimal) {
    const std::string known = label_of(marks, criterion.c_str());
    return !known.empty() && contest::parse_decimal(known) == contest::parse_decimal(decimal);
  }

  void write(const Given& given) {
    const auto stored = stored_.find({given.contestant, given.judge});
    const Json before = stored == stored_.end() ? Json() : *stored->second.second;
    Json data =
        before.is_null() ? Json{{"round", round_}, {"contestant", given.contestant}, {"judge", given.judge}} : before;
    Origin origin = {{"/contestant", given.contestant_cell}, {"/judge", given.judge_cell}};
    Rows rows;
    if (!given.absent.empty()) {
      data["absent"] = true;
      data.erase("marks");
      for (const auto& [criterion, cell] : given.absent) rows.insert(cell.row);
      origin["/absent"] = given.absent.begin()->second;
    }
    for (const auto& [criterion, mark] : given.marks) {
      if (data.contains("absent")) data.erase("absent");
      Json& marks = data["marks"];
      if (!marks.is_object()) marks = Json::object();
      origin["/marks/" + criterion] = mark.second;
      if (same_number(marks, criterion, mark.first)) continue;
      marks[criterion] = mark.first;
      rows.insert(mark.second.row);
    }
    if (origin.size() == 2 || data == before) return;
    origin[""] = given.absent.empty() ? given.marks.begin()->second.second : given.absent.begin()->second;
    draft_.changing.insert(rows.begin(), rows.end());
    draft_.events.push_back(
        {"scores", stored == stored_.end() ? new_id(given) : stored->second.first, std::move(data)});
    draft_.origins.push_back(std::move(origin));
  }

  /// `round-contestant-judge`, as long as that is an id which nobody has.
  std::string new_id(const Given& given) {
    const std::string whole = round_ + "-" + given.contestant + "-" + given.judge;
    if (contest::is_id(whole) && is_free(whole)) return *used_.insert(whole).first;
    for (std::size_t number = draft_.events.size() + 1;; ++number) {
      std::string id = round_.substr(0, 40) + "-" + std::to_string(number);
      if (is_free(id)) return *used_.insert(id).first;
    }
  }
  bool is_free(const std::string& id) const { return !used_.contains(id) && !names_.store().find("scores", id); }

  const Sheet& sheet_;
  const ScoreHeaders& headers_;
  const RoundNames& names_;
  const std::string& round_;
  Draft draft_;
  std::map<std::pair<std::string, std::string>, std::pair<std::string, const Json*>> stored_;  ///< id and data
  std::vector<Given> given_;
  std::map<std::pair<std::string, std::string>, std::size_t> index_;  ///< in given_
  std::set<std::string> used_;
};

std::string why_not_marked(const contest::Rules& rules) {
  if (rules.method == contest::Method::votes) return "this round is voted on: it has no marks";
  if (rules.method == contest::Method::given) return "the totals of this round are given, not marked";
  return {};
}

Draft refused(Cell cell, std::string detail) {
  Draft draft;
  draft.hopeless = true;
  draft.errors.push_back({cell, "", "", std::move(detail)});
  return draft;
}

}  // namespace

Draft draft_scores(const Sheet& sheet, Headers& headers, const Wish& wish, const contest::Store& store,
                   const Rows& left_out) {
  if (!store.find("rounds", wish.round)) return refused({}, "there is no such round");
  const RoundNames names(store, wish.round);
  if (std::string why = why_not_marked(names.rules()); !why.empty()) return refused({}, std::move(why));
  ScoreHeaders matched = match_score_headers(sheet, names);
  headers = matched.headers;
  const bool names_somebody =
      headers.find("id") || headers.find("contestant") || headers.find("number") || headers.find("name");
  if (!names_somebody) return refused({1, 0}, "has no column for the contestant");
  if (matched.marks.empty() && headers.errors.empty()) return refused({1, 0}, "has no column with marks");
  Draft draft = Marks(sheet, matched, names, wish.round).run(left_out);
  draft.hopeless = matched.marks.empty();
  return draft;
}

}  // namespace leitai::tables
