// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>

/// The only locks in contest/: several threads read one store, and each may be the first to compute a row that the
/// others then take. Each is held for the copy of a pointer, but the text's, which is held while it is written.
namespace leitai::contest {

struct KeptRow;
struct MarkRules;

/// Holds the row that was last computed of some scores (kept_rows.h). A copy of the scores is made to be changed: it
/// holds none.
class RowKeeper {
 public:
  RowKeeper() = default;
  RowKeeper(const RowKeeper&) {}
  RowKeeper& operator=(const RowKeeper&) = delete;

  std::shared_ptr<const KeptRow> get() const;  ///< null: none
  void put(std::shared_ptr<const KeptRow> row) const;

 private:
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const KeptRow> kept_;
};

/// The rules that rows are kept by now.
class RulesKeeper {
 public:
  /// Equal rules: the same object each time, as long as no others are asked for in between.
  std::shared_ptr<const MarkRules> now(MarkRules rules);

 private:
  std::mutex mutex_;
  std::shared_ptr<const MarkRules> now_;
};

/// A text that is written once.
class KeptText {
 public:
  /// What `write` gave the first time; afterwards it is not called.
  template <typename Write>
  const std::string& get(const Write& write) const {
    std::call_once(written_, [&] { text_ = write(); });
    return text_;
  }

 private:
  mutable std::once_flag written_;
  mutable std::string text_;
};

}  // namespace leitai::contest
