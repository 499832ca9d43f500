// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/template/theme.h"
#include "server/cli/show_file.h"

namespace leitai::cli {

/// A text of a show that a template cannot show as it is.
struct TextProblem {
  std::size_t line = 0;  ///< of the entry that the text is from
  std::string pointer;   ///< within that entry
  Severity severity = Severity::error;
  std::string message;
};

/// Follows a show and collects every text that can come on air, as the show itself would make data of it: contestants,
/// people and timers where a template can be bound to them, contestants as rows of rankings, messages, and the data of
/// takes, updates and cues. Then lays each out in every template that may show it.
class TextCheck {
 public:
  explicit TextCheck(std::shared_ptr<const overlays::Theme> theme) : theme_(std::move(theme)) {}

  /// An event as a client sends it; one that a show would refuse changes nothing.
  void sent(std::size_t line, const contest::Event& event);

  /// A resource as the show stores it; null: it is deleted.
  void changed(std::size_t line, const std::string& type, const std::string& id, const json::Json& data);

  void called(std::size_t line, const Call& call);

  /// In the order of lines. The error is a sentence: the fonts fail.
  tl::expected<std::vector<TextProblem>, std::string> problems();

 private:
  /// Where a part of some data is from.
  struct Origin {
    std::string data_pointer;
    std::size_t line = 0;
    std::string pointer;
  };
  /// Data that some template may be given.
  struct Shown {
    json::Json data;
    std::vector<Origin> origins;
  };
  /// Of one kind of bind, or of one template's own data: each value once.
  struct Collection {
    std::vector<Shown> all;
    std::set<std::string> known;
  };
  class Findings;

  std::size_t line_of(const std::string& type, const std::string& id) const;
  void add(Collection& collection, Shown shown);
  void add_contestant(const std::string& id, const json::Json& contestant);
  void add_person(const std::string& id, const json::Json& person);
  void add_timer(const std::string& id, const json::Json& timer);
  void add_message(const std::string& id, const json::Json& message);
  void add_rankings();
  void add_ranking(const std::string& round, const std::string& group);
  void add_rows(Shown& ranking, const json::Json& standings_rows) const;

  /// The bound data and the own data of a take's body that stands at `pointer`.
  Shown taken(const json::Json& body, std::size_t line, const std::string& pointer) const;
  void add_own(const std::string& template_id, Shown shown);
  void take(const json::Json& body, std::size_t line);
  void update(const json::Json& body, std::size_t line);

  std::shared_ptr<const overlays::Theme> theme_;
  contest::Store store_;
  std::map<std::pair<std::string, std::string>, std::size_t> lines_;  ///< of a resource's newest data
  std::map<std::string, Collection, std::less<>> bound_;              ///< by kind of bind
  std::map<std::string, Collection, std::less<>> own_;                ///< by template
  struct OnAir {
    std::string template_id;
    Shown shown;
  };
  std::map<std::pair<std::string, int>, OnAir> on_air_;  ///< by channel and layer
};

}  // namespace leitai::cli
