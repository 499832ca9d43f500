// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/scene/text_findings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "overlays/scene/arrange.h"
#include "overlays/scene/layout.h"

namespace leitai::overlays {
namespace {

using json::Json;

/// What names mean at a place, as Scope, and where their values stand in the data.
struct Names {
  const Json* data = nullptr;
  std::string pointer;
  const Names* outer = nullptr;
};

struct Found {
  const Json* value = nullptr;
  std::string pointer;
};

std::optional<Found> find(const Names& names, const Path& path) {
  for (const Names* scope = &names; scope != nullptr && !path.empty(); scope = scope->outer) {
    if (!scope->data->is_object() || !scope->data->contains(path.front())) continue;
    Found found{scope->data, scope->pointer};
    for (const std::string& key : path) {
      if (!found.value->is_object() || !found.value->contains(key)) return std::nullopt;
      found = {&(*found.value)[key], found.pointer + "/" + json::escape_token(key)};
    }
    return found;
  }
  return std::nullopt;
}

/// The characters of valid UTF-8.
std::vector<std::string> characters_of(const std::string& text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!continues || characters.empty()) characters.emplace_back();
    characters.back() += c;
  }
  return characters;
}

/// A list of which only some rows were laid out.
struct ShownList {
  std::string pointer;
  std::size_t shown = 0;
  std::size_t all = 0;
};

/// Some rows of a list in place of all.
struct Window {
  std::string pointer;
  std::size_t first = 0;
};

class Finder {
 public:
  Finder(const Template& graphic, const Json& words, TextEngine& engine)
      : canvas_(CanvasScale::of(graphic, kDesignWidth, kDesignHeight)),
        words_(words),
        engine_(engine),
        glyphs_(engine),
        pictures_(engine, {}) {}

  void look(const Node& root, const Json& data, int step) {
    shown_.clear();
    lay_out_and_look(root, data, step, {});
    for (const ShownList& list : std::vector<ShownList>(shown_)) {
      if (list.shown == 0) continue;
      for (std::size_t next = list.shown; next < list.all; next += list.shown) {
        // As many rows each time: where a list is short, its rows may have more room.
        const Window window{list.pointer, std::min(next, list.all - list.shown)};
        lay_out_and_look(root, part_of(data, window, list.shown), step, window);
      }
    }
  }

  std::vector<TextFinding> take() { return std::move(findings_); }

 private:
  static Json part_of(const Json& data, const Window& window, std::size_t count) {
    Json part = data;
    Json& rows = part[Json::json_pointer(window.pointer)];
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(window.first);
    rows = Json(Json::array_t(begin, begin + static_cast<std::ptrdiff_t>(count)));
    return part;
  }

  void lay_out_and_look(const Node& root, const Json& data, int step, const Window& window) {
    // What is shaped is rasterised too, though nobody draws it.
    if (engine_.atlas_full()) {
      engine_.reset_atlas();
      glyphs_.clear();
      pictures_.clear();
    }
    window_ = window;
    look_at(lay_out(root, {data, words_, step, 0}, canvas_, glyphs_, pictures_), {&data, "", nullptr});
    engine_.take_uploads();
  }

  void look_at(const LaidOut& out, const Names& names) {
    if (out.run != nullptr) look_at_text(out, names);
    if (out.node->kind == NodeKind::list) return look_at_rows(out, names);
    if (out.node->kind == NodeKind::ticker) return look_at_ticker(out, names);
    for (const LaidOut& child : out.children) look_at(child, names);
  }

  void look_at_rows(const LaidOut& out, const Names& names) {
    const auto items = find(names, out.node->list.items);
    if (!items || !items->value->is_array()) return;
    if (names.outer == nullptr) shown_.push_back({items->pointer, out.children.size(), items->value->size()});
    const std::size_t first = items->pointer == window_.pointer ? window_.first : 0;
    for (const LaidOut& row : out.children) {
      look_at(row, {&(*items->value)[row.item], items->pointer + "/" + std::to_string(first + row.item), &names});
    }
  }

  /// Whatever runs through has room enough: only its characters are looked at.
  void look_at_ticker(const LaidOut& out, const Names& names) {
    const auto items = find(names, out.node->ticker.items);
    if (!items || !items->value->is_array()) return;
    for (std::size_t i = 0; i < items->value->size(); ++i) {
      const Json& item = (*items->value)[i];
      const Names item_names{&item, items->pointer + "/" + std::to_string(i), &names};
      Scope scope(item);
      if (!item.is_object()) scope.define("item", item);
      look_at_characters(out.node->binding.render(scope), out.node->text, fields_of(out.node->binding, item_names));
    }
  }

  static std::vector<std::string> fields_of(const TextBinding& binding, const Names& names) {
    std::vector<std::string> fields;
    for (const auto& [path, offset] : binding.paths()) {
      if (path == Path{"item"}) fields.push_back(names.pointer);
      if (const auto found = find(names, path)) fields.push_back(found->pointer);
    }
    return fields;
  }

  void look_at_text(const LaidOut& out, const Names& names) {
    if (!out.run->truncated && !out.run->missing_glyphs) return;
    const std::vector<std::string> fields = fields_of(out.node->binding, names);
    if (out.run->truncated) add({TextFinding::Kind::too_long, out.text, "", fields});
    look_at_characters(out.text, out.node->text, fields);
  }

  /// What was cut off is not in a run: each character is asked for.
  void look_at_characters(const std::string& text, const TextSpec& spec, const std::vector<std::string>& fields) {
    for (const std::string& character : characters_of(text)) {
      if (is_missing(character, spec)) add({TextFinding::Kind::missing_character, text, character, fields});
    }
  }

  bool is_missing(const std::string& character, const TextSpec& spec) {
    const auto [known, fresh] = missing_.try_emplace({character, spec.family, spec.weight});
    if (fresh) known->second = engine_.shape(character, text_style(spec, 1)).missing_glyphs;
    return known->second;
  }

  void add(TextFinding finding) {
    if (told_.insert({finding.kind, finding.text, finding.character, finding.fields}).second) {
      findings_.push_back(std::move(finding));
    }
  }

  CanvasScale canvas_;
  const Json& words_;
  TextEngine& engine_;
  GlyphCache glyphs_;
  PictureCache pictures_;
  Window window_;
  std::vector<ShownList> shown_;
  std::map<std::tuple<std::string, std::string, int>, bool> missing_;
  std::set<std::tuple<TextFinding::Kind, std::string, std::string, std::vector<std::string>>> told_;
  std::vector<TextFinding> findings_;
};

}  // namespace

std::vector<TextFinding> text_findings(const Template& graphic, const Json& words, const Json& data,
                                       TextEngine& engine) {
  Finder finder(graphic, words, engine);
  for (int step = 0; step < graphic.steps; ++step) finder.look(*graphic.root, data, step);
  return finder.take();
}

}  // namespace leitai::overlays
