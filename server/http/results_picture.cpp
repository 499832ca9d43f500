// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/results_picture.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "server/http/results_person.h"

namespace leitai::http {
namespace {

using json::Json;

/// The group of the row, or else of its contestant.
std::string group_of(const Json& document, const Json& row) {
  std::string group = text_of(row, "group");
  const Json* person = group.empty() ? entry_of(document, "contestants", text_of(row, "contestant")) : nullptr;
  return person == nullptr ? group : text_of(*person, "group");
}

/// A row, with its rank among those that are listed.
struct Listed {
  const Json* row = nullptr;
  std::int64_t rank = 0;  ///< 0: none
};

/// The rows of the round, or of one of its groups, which rank among themselves.
std::vector<Listed> listed(const Json& document, const Json& rows, const std::string& group) {
  std::vector<Listed> result;
  std::int64_t above = 0;
  std::int64_t rank = 0;
  for (const Json& row : rows) {
    if (!group.empty() && group_of(document, row) != group) {
      continue;
    }
    const std::int64_t whole = row.contains("rank") && row["rank"].is_number_integer() ? row["rank"].get<int>() : 0;
    if (whole > 0 && whole != above) {
      rank = group.empty() ? whole : static_cast<std::int64_t>(result.size()) + 1;
      above = whole;
    }
    result.push_back({&row, whole > 0 ? rank : 0});
  }
  return result;
}

class Picture {
 public:
  Picture(const Json& document, const Json& words, const ResultsAsked& asked)
      : document_(document), words_(words), asked_(asked) {
    const Json* chosen = asked.round.empty() ? nullptr : entry_of(document, "rounds", asked.round);
    round_ = chosen != nullptr ? chosen : default_round(document);
  }

  std::string draw(std::string_view time) {
    html_ = "<div class=\"page\" data-phase=\"first\">";
    if (document_.value("rehearsal", false)) {
      html_ += "<p class=\"rehearsal\" role=\"status\" data-rehearsal>" + word("rehearsal") + "</p>";
    }
    header();
    status(time);
    html_ += "<main>";
    if (const Json* person = entry_of(document_, "contestants", asked_.contestant)) {
      html_ += "<p class=\"back\"><a href=\"" + address(asked_.round, asked_.group, "") + "\">‹ " +
               word("all_results") + "</a></p>" + person_picture(document_, words_, *person);
    } else {
      stage();
      choices();
      ranking();
      awards();
    }
    html_ += "</main></div>";
    return std::move(html_);
  }

 private:
  std::string word(const char* name) const { return escaped(text_of(words_, name)); }

  std::string address(const std::string& round, const std::string& group, const std::string& contestant,
                      const std::string& language = {}) const {
    std::string query;
    const std::string lang = language.empty() ? asked_.chosen_language : language;
    for (const auto& [name, value] : {std::pair<const char*, const std::string&>{"round", round},
                                      {"group", group},
                                      {"contestant", contestant},
                                      {"lang", lang}}) {
      if (!value.empty()) {
        query += (query.empty() ? "?" : "&amp;") + std::string(name) + '=' + escaped(value);
      }
    }
    return "/results" + query;
  }

  void header() {
    const Json& contest = part_of(document_, "contest");
    const std::string name = text_of(contest, "name");
    html_ += "<header><div class=\"titles\"><h1>" + (name.empty() ? word("results") : escaped(name)) + "</h1>";
    if (const std::string subtitle = text_of(contest, "subtitle"); !subtitle.empty()) {
      html_ += "<p>" + escaped(subtitle) + "</p>";
    }
    const std::string other = asked_.language == "zh" ? "en" : "zh";
    html_ += "</div><div class=\"tools\"><a class=\"tool\" data-action=\"language\" hreflang=\"" + other +
             "\" lang=\"" + other + "\" href=\"" + address(asked_.round, asked_.group, asked_.contestant, other) +
             "\">" + word("other_language") + "</a></div></header>";
  }

  void status(std::string_view time) {
    std::string as_of = word("as_of_now");
    if (const std::size_t at = as_of.find("{time}"); at != std::string::npos) {
      as_of.replace(at, 6, time);
    }
    html_ += "<p class=\"link first\" data-link=\"first\"><i aria-hidden=\"true\"></i>" + as_of + " <a href=\"" +
             address(asked_.round, asked_.group, asked_.contestant) + "\">" + word("reload") + "</a></p>";
  }

  void stage() {
    const Json& stage = part_of(document_, "stage");
    const Json* person = entry_of(document_, "contestants", text_of(stage, "contestant"));
    const Json* order_of = entry_of(document_, "rounds", text_of(stage, "round"));
    if (person != nullptr && order_of != nullptr) {
      html_ += "<section class=\"stage\" data-stage=\"" + escaped(text_of(*person, "id")) +
               "\"><div class=\"now\"><h2>" + word("on_stage") + "</h2><p class=\"name\">" + number_and_name(*person) +
               "</p><p class=\"muted\">" + escaped(belonging(*person)) + "</p></div>";
      if (const Json* next = up_next(*order_of, text_of(*person, "id"))) {
        html_ += "<p class=\"next\" data-next=\"" + escaped(text_of(*next, "id")) + "\"><span class=\"muted\">" +
                 word("up_next") + "</span> " + number_and_name(*next) + "</p>";
      }
      html_ += "</section>";
    }
  }

  const Json* up_next(const Json& round, const std::string& contestant) const {
    bool passed = false;
    for (const Json& id : list_of(round, "running_order")) {
      const Json* person = passed ? entry_of(document_, "contestants", id.get<std::string>()) : nullptr;
      if (person != nullptr && !person->value("withdrawn", false)) {
        return person;
      }
      passed = passed || id == contestant;
    }
    return nullptr;
  }

  void choice(const std::string& value, bool chosen, const std::string& href, const std::string& name) {
    html_ += "<a data-choice=\"" + escaped(value) + "\"" + (chosen ? " aria-current=\"true\"" : "") + " href=\"" +
             href + "\">" + escaped(name) + "</a>";
  }

  void choices() {
    const Json& rounds = list_of(document_, "rounds");
    if (rounds.size() > 1) {
      html_ += "<nav class=\"choice rounds\" aria-label=\"" + word("rounds") + "\">";
      for (const Json& round : rounds) {
        const std::string id = text_of(round, "id");
        choice(id, &round == round_, address(id, asked_.group, ""), name_of(round));
      }
      html_ += "</nav>";
    }
    const std::vector<const Json*> groups = present_groups();
    if (groups.size() > 1) {
      const std::string round = text_of(*round_, "id");
      html_ += "<nav class=\"choice\" aria-label=\"" + word("groups") + "\">";
      choice("", group().empty(), address(round, "", ""), text_of(words_, "everybody"));
      for (const Json* one : groups) {
        const std::string id = text_of(*one, "id");
        choice(id, id == group(), address(round, id, ""), name_of(*one));
      }
      html_ += "</nav>";
    }
  }

  std::vector<const Json*> present_groups() const {
    std::vector<const Json*> present;
    if (round_ == nullptr) {
      return present;
    }
    const Json& rows = list_of(part_of(*round_, "standings"), "rows");
    for (const Json& one : list_of(document_, "groups")) {
      const std::string id = text_of(one, "id");
      if (std::any_of(rows.begin(), rows.end(), [&](const Json& row) { return group_of(document_, row) == id; })) {
        present.push_back(&one);
      }
    }
    return present;
  }

  /// The group that is shown; empty: all.
  std::string group() const {
    const auto groups = present_groups();
    const bool there = groups.size() > 1 && std::any_of(groups.begin(), groups.end(), [&](const Json* one) {
                         return text_of(*one, "id") == asked_.group;
                       });
    return there ? asked_.group : std::string();
  }

  void ranking() {
    static const Json kNone = Json::object();
    const Json& table = round_ == nullptr ? kNone : part_of(*round_, "standings");
    const std::vector<Listed> rows = listed(document_, list_of(table, "rows"), group());
    if (rows.empty()) {
      html_ += "<p class=\"empty\">" + word("nothing") + "</p>";
      return;
    }
    html_ += "<h2 class=\"round\">" + escaped(name_of(*round_)) + " <span class=\"state\">" +
             word(table.value("complete", false) ? "final" : "provisional") + "</span></h2><ol class=\"ranking\">";
    for (const Listed& one : rows) {
      row(one);
    }
    html_ += "</ol>";
  }

  void row(const Listed& listed) {
    const Json& row = *listed.row;
    const std::string id = text_of(row, "contestant");
    const Json* found = entry_of(document_, "contestants", id);
    const Json& person = found == nullptr ? row : *found;
    const bool gone = text_of(row, "status") == "withdrawn";
    const bool awarded = row.contains("awarded") && row["awarded"] == true;
    std::string kind = listed.rank > 0 && listed.rank <= 3 ? "top top" + std::to_string(listed.rank) : "";
    kind += std::string(awarded ? " awarded" : "") + (gone ? " gone" : "");
    html_ += "<li data-row=\"" + escaped(id) + "\" class=\"" + kind + "\"><span class=\"rank\">" +
             (listed.rank > 0 ? std::to_string(listed.rank) : "–") +
             "</span><span class=\"who\"><a class=\"name\" href=\"" + address(asked_.round, asked_.group, id) + "\">" +
             number_and_name(person) + "</a><span class=\"muted\">" + escaped(belonging(person)) + "</span>" +
             notes(row, gone, awarded) + "</span><span class=\"total\">" +
             (text_of(row, "total").empty() ? "–" : escaped(text_of(row, "total"))) + "</span></li>";
  }

  std::string notes(const Json& row, bool gone, bool awarded) const {
    std::string text;
    const auto note = [&](bool is, const char* name) {
      if (is) {
        text += (text.empty() ? "" : " · ") + word(name);
      }
    };
    note(awarded, "awarded");
    note(row.contains("under_review") && row["under_review"] == true, "under_review");
    note(!text_of(row, "corrected_at").empty(), "corrected");
    note(gone, "withdrawn");
    const int stars = row.contains("stars") && row["stars"].is_number_integer() ? row["stars"].get<int>() : 0;
    std::string html;
    if (stars > 0) {
      html = "<span class=\"stars\">";
      for (int i = 0; i < std::min(10, stars); ++i) {
        html += "★";
      }
      html += "</span>";
    }
    return html + (text.empty() ? "" : "<span class=\"notes\">" + text + "</span>");
  }

  void awards() {
    const Json& awards = list_of(document_, "awards");
    if (awards.empty()) {
      return;
    }
    html_ += "<section class=\"awards\"><h2>" + word("awards") + "</h2><ul>";
    for (const Json& award : awards) {
      html_ +=
          "<li data-award=\"" + escaped(text_of(award, "id")) + "\"><h3>" + escaped(award_name(award)) + "</h3><p>";
      bool first = true;
      for (const Json& id : list_of(award, "contestants")) {
        const Json* person = entry_of(document_, "contestants", id.is_string() ? id.get<std::string>() : "");
        if (person != nullptr) {
          html_ += (first ? "" : word("comma")) + number_and_name(*person);
          first = false;
        }
      }
      html_ += "</p></li>";
    }
    html_ += "</ul></section>";
  }

  const Json& document_;
  const Json& words_;
  const ResultsAsked& asked_;
  const Json* round_ = nullptr;
  std::string html_;
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

const Json& part_of(const Json& object, const char* member) {
  static const Json kNone = Json::object();
  const auto found = object.is_object() ? object.find(member) : object.end();
  return object.is_object() && found != object.end() && found->is_object() ? *found : kNone;
}

const Json& list_of(const Json& object, const char* member) {
  static const Json kNone = Json::array();
  const auto found = object.is_object() ? object.find(member) : object.end();
  return object.is_object() && found != object.end() && found->is_array() ? *found : kNone;
}

std::string text_of(const Json& object, const char* member) {
  const auto found = object.is_object() ? object.find(member) : object.end();
  if (!object.is_object() || found == object.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : found->is_number() ? json::dump(*found) : std::string();
}

const Json* entry_of(const Json& document, const char* list, std::string_view id) {
  if (id.empty()) {
    return nullptr;
  }
  for (const Json& entry : list_of(document, list)) {
    if (text_of(entry, "id") == id) {
      return &entry;
    }
  }
  return nullptr;
}

const Json* default_round(const Json& document) {
  const Json& rounds = list_of(document, "rounds");
  const Json& stage = part_of(document, "stage");
  if (const Json* staged = entry_of(document, "rounds", text_of(stage, "round"))) {
    return staged;
  }
  for (auto round = rounds.rbegin(); round != rounds.rend(); ++round) {
    if (!list_of(part_of(*round, "standings"), "rows").empty()) {
      return &*round;
    }
  }
  return rounds.empty() ? nullptr : &rounds.back();
}

std::string results_picture(const Json& document, const Json& words, const ResultsAsked& asked, std::string_view time) {
  return Picture(document, words, asked).draw(time);
}

}  // namespace leitai::http
