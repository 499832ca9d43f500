// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <charconv>

#include "server/tables/draft.h"

namespace leitai::tables {

namespace {

/// The event that a pointer names, and what follows; nothing where it names none.
std::optional<std::pair<std::size_t, std::string_view>> event_of(std::string_view pointer, std::size_t events) {
  if (!pointer.starts_with('/')) return std::nullopt;
  const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
  std::size_t index = 0;
  const auto read = std::from_chars(pointer.data() + 1, pointer.data() + end, index);
  if (read.ec != std::errc() || read.ptr != pointer.data() + end || index >= events) return std::nullopt;
  return std::pair(index, pointer.substr(end));
}

/// The cell from which the member at `pointer`, or what it lies in, comes.
Cell cell_of(const Origin& origin, std::string_view pointer) {
  if (pointer.starts_with("/data")) pointer.remove_prefix(5);
  while (!pointer.empty()) {
    if (const auto found = origin.find(pointer); found != origin.end()) return found->second;
    pointer = pointer.substr(0, pointer.rfind('/'));
  }
  return origin.at("");
}

/// Drafts the table again and again without the rows that turned out wrong, until what is left is right.
class Importer {
 public:
  Importer(const Table& table, const Wish& wish, const contest::Store& store, const Trial& trial)
      : sheet_(table), wish_(wish), store_(store), trial_(trial) {}

  Import run() {
    Draft draft;
    for (bool again = true; again;) {
      draft = drafted();
      const std::size_t before = errors_.size();
      hopeless_ = hopeless_ || draft.hopeless;
      for (CellError& error : draft.errors) note(std::move(error));
      left_out_.insert(draft.bad.begin(), draft.bad.end());
      for (contest::FieldError& error :
           draft.events.empty() ? std::vector<contest::FieldError>() : trial_(draft.events))
        blame(draft, std::move(error));
      again = errors_.size() > before && !hopeless_ && !more_errors_;
    }
    return finished(std::move(draft));
  }

 private:
  Draft drafted() {
    if (wish_.kind == Kind::scores) return draft_scores(sheet_, headers_, wish_, store_, left_out_);
    headers_ = match_headers(sheet_, wish_.kind);
    return draft_roster(sheet_, headers_, wish_, store_, left_out_);
  }

  void note(CellError error) {
    if (error.cell.row < 2) hopeless_ = true;
    if (errors_.size() >= kMostErrors) {
      more_errors_ = true;
      return;
    }
    errors_.push_back(std::move(error));
  }

  /// An error of an event is its row's; one of nothing in the table is the whole's.
  void blame(const Draft& draft, contest::FieldError error) {
    const auto event = event_of(error.pointer, draft.events.size());
    if (!event) return note({{}, "", "", std::move(error.detail)});
    const Cell cell = cell_of(draft.origins[event->first], event->second);
    // A header's cell stands for a judge, and the row is another.
    const Cell row = cell.row > 1 ? cell : Cell{draft.origins[event->first].at("").row, cell.column};
    left_out_.insert(row.row);
    note(sheet_.error(row, std::move(error.detail)));
  }

  Import finished(Draft draft) {
    Import import;
    import.rows = draft.rows;
    import.columns = headers_.told;
    import.refused = hopeless_ || more_errors_ || (!wish_.partial && !(errors_.empty() && headers_.errors.empty()));
    if (!import.refused) {
      import.events = std::move(draft.events);
      import.taken = draft.changing.size();
      import.unchanged = draft.rows - left_out_.size() - import.taken;
    }
    import.errors = headers_.errors;
    import.errors.insert(import.errors.end(), std::make_move_iterator(errors_.begin()),
                         std::make_move_iterator(errors_.end()));
    std::stable_sort(import.errors.begin(), import.errors.end(), [](const CellError& a, const CellError& b) {
      return std::pair(a.cell.row, a.cell.column) < std::pair(b.cell.row, b.cell.column);
    });
    import.more_errors = more_errors_;
    return import;
  }

  const Sheet sheet_;
  const Wish& wish_;
  const contest::Store& store_;
  const Trial& trial_;
  Headers headers_;
  std::vector<CellError> errors_;
  Rows left_out_;
  bool hopeless_ = false;  ///< wrong as a whole: leaving rows out does not help
  bool more_errors_ = false;
};

}  // namespace

Import import_table(const Table& table, const Wish& wish, const contest::Store& store, const Trial& trial) {
  return Importer(table, wish, store, trial).run();
}

}  // namespace leitai::tables
