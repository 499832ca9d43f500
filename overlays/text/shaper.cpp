// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/text/shaper.h"

#include <fontconfig/fontconfig.h>
#include <hb.h>
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

namespace leitai::overlays {
namespace {

template <auto kFree>
struct Freed {
  template <typename T>
  void operator()(T* p) const {
    kFree(p);
  }
};

using FcConfigPtr = std::unique_ptr<FcConfig, Freed<FcConfigDestroy>>;
using FontMapPtr = std::unique_ptr<PangoFontMap, Freed<g_object_unref>>;
using ContextPtr = std::unique_ptr<PangoContext, Freed<g_object_unref>>;
using LayoutPtr = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using FontPtr = std::unique_ptr<PangoFont, Freed<g_object_unref>>;
using DescriptionPtr = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;
using AttrListPtr = std::unique_ptr<PangoAttrList, Freed<pango_attr_list_unref>>;

/// Families and weights whose first face is remembered.
constexpr std::size_t kMaxStyles = 1024;

/// Decides between Chinese and Japanese forms, and how a line of Chinese may break.
constexpr const char* kLanguage = "zh-cn";

bool asks_for_emoji(FcPattern* pattern) {
  FcChar8* family = nullptr;
  return FcPatternGetString(pattern, FC_FAMILY, 0, &family) == FcResultMatch &&
         FcStrStrIgnoreCase(family, reinterpret_cast<const FcChar8*>("emoji")) != nullptr;
}

/// Where an emoji font is named anywhere in the list of families, fontconfig's rules ask for a
/// colour font before all others, and digits and spaces would come from it.
void forget_emoji_preference(FcPattern* pattern) {
  FcPatternDel(pattern, FC_COLOR);
  FcChar8* language = nullptr;
  for (int i = 0; FcPatternGetString(pattern, FC_LANG, i, &language) == FcResultMatch;) {
    if (FcStrCmpIgnoreCase(language, reinterpret_cast<const FcChar8*>("und-zsye")) == 0) {
      FcPatternRemove(pattern, FC_LANG, i);
    } else {
      ++i;
    }
  }
}

/// Runs after fontconfig's own rules. Shaping must scale exactly: no hinted advances.
void adjust_pattern(FcPattern* pattern, gpointer) {
  if (!asks_for_emoji(pattern)) {
    forget_emoji_preference(pattern);
  }
  FcPatternDel(pattern, FC_HINTING);
  FcPatternAddBool(pattern, FC_HINTING, FcFalse);
  FcPatternDel(pattern, FC_HINT_STYLE);
  FcPatternAddInteger(pattern, FC_HINT_STYLE, FC_HINT_NONE);
}

DescriptionPtr description_of(const TextStyle& style) {
  DescriptionPtr description(pango_font_description_new());
  pango_font_description_set_family(description.get(), style.family.c_str());
  pango_font_description_set_weight(description.get(), static_cast<PangoWeight>(std::clamp(style.weight, 100, 1000)));
  pango_font_description_set_absolute_size(description.get(), std::lround(style.size_px * PANGO_SCALE));
  return description;
}

bool is_figure(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == ':' || c == '+' || c == '-';
}

/// Figures of one width, and without kerning: "1.14" stands where "8.88" stood.
void make_figures_tabular(std::string_view clean, PangoAttrList* attributes) {
  for (std::size_t i = 0; i < clean.size();) {
    std::size_t end = i;
    while (end < clean.size() && is_figure(clean[end])) {
      ++end;
    }
    if (end > i) {
      PangoAttribute* attribute = pango_attr_font_features_new("tnum=1, kern=0");
      attribute->start_index = static_cast<guint>(i);
      attribute->end_index = static_cast<guint>(end);
      pango_attr_list_insert(attributes, attribute);
    }
    i = std::max(end, i + 1);
  }
}

AttrListPtr attributes_of(std::string_view clean, const TextStyle& style) {
  AttrListPtr attributes(pango_attr_list_new());
  if (style.tabular_figures) {
    make_figures_tabular(clean, attributes.get());
  }
  if (style.letter_spacing_px != 0) {
    const auto spacing = static_cast<int>(std::lround(style.letter_spacing_px * PANGO_SCALE));
    pango_attr_list_insert(attributes.get(), pango_attr_letter_spacing_new(spacing));
  }
  return attributes;
}

FcPattern* pattern_of(PangoFont* font) {
  return PANGO_IS_FC_FONT(font) ? pango_fc_font_get_pattern(PANGO_FC_FONT(font)) : nullptr;
}

float pixels(int pango_units) {
  return static_cast<float>(pango_units) / PANGO_SCALE;
}

}  // namespace

struct Shaper::Pango {
  FcConfigPtr config;
  FontMapPtr font_map;
  ContextPtr context;
  LayoutPtr layout;

  ~Pango() {
    // A font map of Pango 1.50 keeps its reference to the configuration when it goes, and with it
    // every font's pattern.
    if (font_map) {
      pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(font_map.get()), nullptr);
    }
  }
};

tl::expected<std::unique_ptr<Shaper>, std::string> Shaper::create(FaceTable& faces,
                                                                  const std::vector<std::string>& font_folders) {
  // Reading the configuration touches fontconfig's caches on disk and its process-wide tables.
  static std::mutex loading;
  const std::scoped_lock lock(loading);
  auto pango = std::make_unique<Pango>();
  pango->config.reset(FcInitLoadConfigAndFonts());
  if (!pango->config) {
    return tl::make_unexpected("fontconfig finds no configuration");
  }
  for (const std::string& folder : font_folders) {
    if (FcConfigAppFontAddDir(pango->config.get(), reinterpret_cast<const FcChar8*>(folder.c_str())) != FcTrue) {
      return tl::make_unexpected("cannot read the fonts in " + folder);
    }
  }
  pango->font_map.reset(pango_ft2_font_map_new());
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(pango->font_map.get()), pango->config.get());
  pango_fc_font_map_set_default_substitute(PANGO_FC_FONT_MAP(pango->font_map.get()), adjust_pattern, nullptr, nullptr);
  pango->context.reset(pango_font_map_create_context(pango->font_map.get()));
  pango_context_set_language(pango->context.get(), pango_language_from_string(kLanguage));
  pango_context_set_round_glyph_positions(pango->context.get(), FALSE);
  pango->layout.reset(pango_layout_new(pango->context.get()));
  pango_layout_set_single_paragraph_mode(pango->layout.get(), TRUE);
  return std::unique_ptr<Shaper>(new Shaper(faces, std::move(pango)));
}

Shaper::Shaper(FaceTable& faces, std::unique_ptr<Pango> pango) : faces_(faces), pango_(std::move(pango)) {}

Shaper::~Shaper() = default;

std::uint32_t Shaper::primary_face(const TextStyle& style) {
  const std::pair key(style.family, style.weight);
  if (const auto known = primary_faces_.find(key); known != primary_faces_.end()) {
    return known->second;
  }
  const DescriptionPtr description = description_of(style);
  const FontPtr font(pango_context_load_font(pango_->context.get(), description.get()));
  const std::uint32_t face = font ? faces_.find(pattern_of(font.get())).value_or(UINT32_MAX) : UINT32_MAX;
  if (primary_faces_.size() >= kMaxStyles) {
    primary_faces_.clear();
  }
  primary_faces_.emplace(key, face);
  return face;
}

void Shaper::level_figures(std::string_view clean, const TextStyle& style, ShapedText& shaped) {
  const std::pair key(style.family, style.weight);
  auto known = zeros_.find(key);
  if (known == zeros_.end()) {
    TextStyle plain = style;
    plain.tabular_figures = false;
    plain.letter_spacing_px = 0;
    const AttrListPtr attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("tnum=1"));
    const ShapedText zero = shape_with(*attributes, "0", plain);
    if (zeros_.size() >= kMaxStyles) {
      zeros_.clear();
    }
    known = zeros_.emplace(key, zero.line.glyphs.empty() ? ShapedGlyph{} : zero.line.glyphs.front()).first;
  }
  const ShapedGlyph& zero = known->second;
  float moved = 0;
  for (std::size_t i = 0; i < shaped.line.glyphs.size(); ++i) {
    ShapedGlyph& glyph = shaped.line.glyphs[i];
    glyph.x += moved;
    const char c = clean[shaped.offsets[i]];
    if (glyph.face == zero.face && c >= '0' && c <= '9') {
      const float wider =
          faces_.advance(zero.face, zero.glyph, style.size_px) - faces_.advance(glyph.face, glyph.glyph, style.size_px);
      glyph.x += wider / 2;
      glyph.advance += wider;
      moved += wider;
    }
  }
  shaped.line.width += moved;
}

ShapedText Shaper::shape(std::string_view clean, const TextStyle& style) {
  ShapedText shaped = shape_with(*attributes_of(clean, style), clean, style);
  if (style.tabular_figures) {
    level_figures(clean, style, shaped);
  }
  return shaped;
}

ShapedText Shaper::shape_with(PangoAttrList& attributes, std::string_view clean, const TextStyle& style) {
  ShapedText shaped;
  ShapedLine& line = shaped.line;
  const std::uint32_t first_face = primary_face(style);
  const FaceMetrics metrics = faces_.metrics(first_face);
  line.size_px = style.size_px;
  line.ascent = metrics.ascent * style.size_px;
  line.descent = metrics.descent * style.size_px;
  line.cap_height = metrics.cap_height * style.size_px;

  shaped_ = true;
  PangoLayout* layout = pango_->layout.get();
  pango_layout_set_font_description(layout, description_of(style).get());
  pango_layout_set_attributes(layout, &attributes);
  pango_layout_set_text(layout, clean.data(), static_cast<int>(clean.size()));
  for (GSList* runs = pango_layout_get_line_readonly(layout, 0)->runs; runs != nullptr; runs = runs->next) {
    const auto* run = static_cast<const PangoGlyphItem*>(runs->data);
    const std::uint32_t face = faces_.find(pattern_of(run->item->analysis.font)).value_or(UINT32_MAX);
    note_file(face, run->item->analysis.font);
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
      const PangoGlyphInfo& info = run->glyphs->glyphs[i];
      const bool missing = (info.glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && info.glyph != PANGO_GLYPH_EMPTY;
      ShapedGlyph glyph{face, info.glyph, line.width, 0, pixels(info.geometry.width)};
      if (missing) {
        // The first font's own sign for it, instead of Pango's box with hexadecimal digits.
        line.missing_glyphs = true;
        glyph.face = first_face;
        glyph.glyph = 0;
        glyph.advance = faces_.advance(first_face, 0, style.size_px);
      } else {
        glyph.x += pixels(info.geometry.x_offset);
        glyph.y = pixels(info.geometry.y_offset);
      }
      line.width += glyph.advance;
      if (info.glyph != PANGO_GLYPH_EMPTY || glyph.advance != 0) {
        line.glyphs.push_back(glyph);
        shaped.offsets.push_back(static_cast<std::size_t>(run->item->offset + run->glyphs->log_clusters[i]));
      }
    }
  }
  return shaped;
}

void Shaper::rest() {
  if (std::exchange(shaped_, false)) {
    std::for_each(files_.begin(), files_.end(), [](const auto& entry) { entry.second->give_back(); });
  }
}

void Shaper::note_file(std::uint32_t face, PangoFont* font) {
  const auto [at, is_new] = files_.try_emplace(face);
  if (is_new) {
    hb_blob_t* blob = hb_face_reference_blob(hb_font_get_face(pango_font_get_hb_font(font)));
    at->second = std::make_unique<FontFile>(blob);
    hb_blob_destroy(blob);
  }
}

std::vector<BreakPoint> Shaper::break_points(std::string_view clean) {
  const int characters = static_cast<int>(g_utf8_strlen(clean.data(), static_cast<gssize>(clean.size())));
  std::vector<PangoLogAttr> attributes(static_cast<std::size_t>(characters) + 1);
  pango_get_log_attrs(clean.data(), static_cast<int>(clean.size()), -1, pango_language_from_string(kLanguage),
                      attributes.data(), characters + 1);
  std::vector<BreakPoint> points;
  std::size_t offset = 0;
  for (int i = 1; i <= characters; ++i) {
    offset = static_cast<std::size_t>(g_utf8_next_char(clean.data() + offset) - clean.data());
    const PangoLogAttr& attribute = attributes[static_cast<std::size_t>(i)];
    if (attribute.is_cursor_position != 0 || i == characters) {
      points.push_back({offset, attribute.is_line_break != 0, attribute.is_mandatory_break != 0});
    }
  }
  return points;
}

}  // namespace leitai::overlays
