// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/rehearsal_mark.h"

#include <stdexcept>

#include "overlays/template/node_reader.h"

namespace leitai::overlays {
namespace {

/// Amber, which no theme's plates have, and no motion.
constexpr const char* kTemplate = R"({
  "name": "Rehearsal",
  "layer": 0,
  "fields": {"type": "object"},
  "sample": {},
  "root": {"type": "group", "children": [
    {"type": "box", "width": "fill", "height": "fill", "border": {"color": "#ffb02e", "width": 6}},
    {"type": "box", "anchor": "top", "y": 0, "direction": "row", "align": "center", "padding": [8, 28],
     "radius": [0, 0, 14, 14], "fill": "#ffb02e", "children": [
      {"type": "text", "text": "彩排 REHEARSAL", "font": "mark", "size": 34, "weight": 700,
       "color": "#2b1800", "shrink": false}]}]}
})";

std::shared_ptr<const Template> read_mark() {
  const auto located = json::parse_located(kTemplate);
  if (!located) throw std::logic_error("the rehearsal's mark is not JSON");
  Tokens tokens;
  tokens.fonts["mark"] = "Inter, Noto Sans CJK SC";
  std::vector<ThemeProblem> problems;
  Report report("rehearsal", located->positions, problems);
  auto mark = read_template(located->value, "rehearsal", tokens, report);
  if (!problems.empty()) throw std::logic_error(problems.front().to_string());
  return mark;
}

AirItem make_item() {
  constexpr Millis kBeforeAll = -2'208'988'800'000;  // 1900
  AirItem item;
  item.id = "rehearsal mark";
  item.template_id = "rehearsal";
  item.taken_at = kBeforeAll;
  item.versions.push_back({kBeforeAll, 0, std::make_shared<const json::Json>(json::Json::object())});
  return item;
}

}  // namespace

const Template& rehearsal_mark() {
  static const std::shared_ptr<const Template> mark = read_mark();
  return *mark;
}

const AirItem& rehearsal_item() {
  static const AirItem item = make_item();
  return item;
}

}  // namespace leitai::overlays
