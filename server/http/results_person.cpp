// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/results_person.h"

#include <algorithm>
#include <vector>

#include "server/http/results_picture.h"

namespace leitai::http {
namespace {

using json::Json;

/// A value that is exact has many places; so many are for reading.
std::string readable(const std::string& value) {
  constexpr std::size_t kPlaces = 4;
  const std::size_t point = value.find('.');
  const bool is_long = point != std::string::npos && value.size() > point + 1 + kPlaces;
  return escaped(value.substr(0, is_long ? point + 1 + kPlaces : value.size())) + (is_long ? "…" : "");
}

std::string cell(const char* tag, const std::string& text, const char* kind = "") {
  return '<' + std::string(tag) + kind + '>' + text + "</" + tag + '>';
}

/// A part of a total; its texts are escaped.
struct Line {
  std::string name, value, weight, points;

  std::string html(bool weighted) const {
    return "<tr>" + cell("th", name, " scope=\"row\"") + cell("td", value) + (weighted ? cell("td", weight) : "") +
           cell("td", points) + "</tr>";
  }
};

std::string weight_of(const Json& round, const char* list, const std::string& id) {
  const Json* found = entry_of(round, list, id);
  return found == nullptr || text_of(*found, "weight") == "1" ? std::string()
                                                              : "× " + readable(text_of(*found, "weight"));
}

/// How the total comes about: the criteria, the judges' groups, what was added and taken off, and what was brought
/// along.
std::string explained(const Json& round, const Json& row, const Json& words) {
  const auto word = [&words](const char* name) { return escaped(text_of(words, name)); };
  std::vector<Line> lines;
  for (const Json& criterion : list_of(row, "criteria")) {
    const std::string id = text_of(criterion, "id");
    const std::string name = text_of(criterion, "name");
    lines.push_back({escaped(name.empty() ? id : name), readable(text_of(criterion, "value")),
                     weight_of(round, "criteria", id), readable(text_of(criterion, "weighted"))});
  }
  for (const Json& panel : list_of(row, "panels")) {
    const Json* named = entry_of(round, "panels", text_of(panel, "id"));
    lines.push_back({escaped(name_of(named == nullptr ? panel : *named)), readable(text_of(panel, "value")),
                     weight_of(round, "panels", text_of(panel, "id")), ""});
  }
  for (const Json& adjustment : list_of(row, "adjustment_list")) {
    const std::string kind = text_of(adjustment, "kind");
    const std::string reason = text_of(adjustment, "reason");
    const bool known = kind == "bonus" || kind == "penalty";
    lines.push_back({word(known ? kind.c_str() : "component") + (reason.empty() ? "" : " · " + escaped(reason)), "", "",
                     escaped(text_of(adjustment, "points"))});
  }
  if (const std::string carry = text_of(row, "carry"); !carry.empty()) {
    lines.push_back({word("carried"), "", "", readable(carry)});
  }
  if (lines.empty()) {
    return {};
  }
  const bool weighted = std::any_of(lines.begin(), lines.end(), [](const Line& line) { return !line.weight.empty(); });
  std::string body;
  for (const Line& line : lines) body += line.html(weighted);
  return "<table><caption>" + word("how") + "</caption><thead><tr>" + cell("th", word("criterion"), " scope=\"col\"") +
         cell("th", word("value"), " scope=\"col\"") + (weighted ? cell("th", word("weight"), " scope=\"col\"") : "") +
         cell("th", word("points"), " scope=\"col\"") + "</tr></thead><tbody>" + body +
         "</tbody><tfoot><tr><th scope=\"row\" colspan=\"" + (weighted ? "3" : "2") + "\">" + word("total") + "</th>" +
         cell("td", escaped(text_of(row, "total"))) + "</tr></tfoot></table>";
}

}  // namespace

std::string number_and_name(const Json& person) {
  const std::string number = text_of(person, "number");
  const std::string name = text_of(person, "name");
  const bool said = name.starts_with(number + "号");
  return (number.empty() || said ? "" : "<span class=\"number\">" + escaped(number) + "</span> ") +
         escaped(name.empty() ? text_of(person, "id") : name);
}

std::string belonging(const Json& person) {
  const std::string organization = text_of(person, "organization");
  const std::string title = text_of(person, "title");
  return organization + (organization.empty() || title.empty() ? "" : " · ") + title;
}

std::string name_of(const Json& named) {
  for (const char* member : {"short_name", "name"}) {
    if (std::string text = text_of(named, member); !text.empty()) {
      return text;
    }
  }
  return text_of(named, "id");
}

std::string award_name(const Json& award) {
  const std::string name = text_of(award, "name");
  const std::string citation = text_of(award, "citation");
  return name + (name.empty() || citation.empty() ? "" : " · ") + citation;
}

std::string person_picture(const Json& document, const Json& words, const Json& person) {
  std::string html = "<article class=\"person\" data-person=\"" + escaped(text_of(person, "id")) + "\"><h2>" +
                     number_and_name(person) + "</h2><p class=\"muted\">" + escaped(belonging(person)) + "</p>";
  bool any = false;
  for (const Json& round : list_of(document, "rounds")) {
    for (const Json& row : list_of(part_of(round, "standings"), "rows")) {
      if (text_of(row, "contestant") != text_of(person, "id")) {
        continue;
      }
      any = true;
      const std::string rank = text_of(row, "rank");
      html += "<section data-in=\"" + escaped(text_of(round, "id")) + "\"><h3>" + escaped(name_of(round)) +
              "</h3><p class=\"place\"><span>" + escaped(text_of(words, "rank")) + " <b>" +
              (rank.empty() ? "–" : rank) + "</b></span><span>" + escaped(text_of(words, "total")) + " <b>" +
              (text_of(row, "total").empty() ? "–" : escaped(text_of(row, "total"))) + "</b></span></p>" +
              explained(round, row, words) + "</section>";
    }
  }
  if (!any) {
    html += "<p class=\"empty\">" + escaped(text_of(words, "not_out")) + "</p>";
  }
  return html + "</article>";
}

}  // namespace leitai::http
