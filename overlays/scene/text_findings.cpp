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
  explicit Finder(TextEngine& engine) : engine_(engine), glyphs_(engine) {}

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
    }
    window_ = window;
    look_at(lay_out(root, data, step, kDesignWidth, kDesignHeight, 1, glyphs_), {&data, "", nullptr});
    engine_.take_uploads();
  }

  void look_at(const LaidOut& out, const Names& names) {
    if (out.run != nullptr) look_at_text(out, names);
    if (out.node->kind == NodeKind::list) return look_at_rows(out, names);
    for (const LaidOut& child : out.children) look_at(child, names);
  }

  void look_at_rows(const LaidOut& out, const Names& names) {
    const auto items = find(names, out.node->list.items);
    if (!items || !items->value->is_array()) return;
    if (names.outer == nullptr) shown_.push_back({items->pointer, out.children.size(), items->value->size()});
    const std::size_t first = items->pointer == window_.pointer ? window_.first : 0;
    std::size_t index = 0;
    for (const LaidOut& row : out.children) {
      index = item_of(row, *items->value, out.node->list.key, index);
      if (index >= items->value->size()) return;
      const Names row_names{&(*items->value)[index], items->pointer + "/" + std::to_string(first + index), &names};
      look_at(row, row_names);
      ++index;
    }
  }

  /// Which item a row shows: the next with its key, else the next.
  static std::size_t item_of(const LaidOut& row, const Json& items, const Path& key, std::size_t next) {
    for (std::size_t i = next; i < items.size(); ++i) {
      const auto value = find({&items[i], "", nullptr}, key);
      if (value && shown(*value->value) == row.key) return i;
    }
    return next;
  }

  void look_at_text(const LaidOut& out, const Names& names) {
    if (!out.run->truncated && !out.run->missing_glyphs) return;
    std::vector<std::string> fields;
    for (const auto& [path, offset] : out.node->binding.paths()) {
      if (const auto found = find(names, path)) fields.push_back(found->pointer);
    }
    if (out.run->truncated) add({TextFinding::Kind::too_long, out.text, "", fields});
    // What was cut off is not in the run: each character is asked for.
    for (const std::string& character : characters_of(out.text)) {
      if (is_missing(character, out.node->text)) {
        add({TextFinding::Kind::missing_character, out.text, character, fields});
      }
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

  TextEngine& engine_;
  GlyphCache glyphs_;
  Window window_;
  std::vector<ShownList> shown_;
  std::map<std::tuple<std::string, std::string, int>, bool> missing_;
  std::set<std::tuple<TextFinding::Kind, std::string, std::string, std::vector<std::string>>> told_;
  std::vector<TextFinding> findings_;
};

}  // namespace

std::vector<TextFinding> text_findings(const Template& graphic, const Json& data, TextEngine& engine) {
  Finder finder(engine);
  for (int step = 0; step < graphic.steps; ++step) finder.look(*graphic.root, data, step);
  return finder.take();
}

}  // namespace leitai::overlays
