// SPDX-License-Identifier: GPL-2.0-or-later
// What an SVG holds, before anything is drawn of it: librsvg cannot be told to stop.
#include <glib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "overlays/media/svg.h"

namespace leitai::overlays {
namespace {

constexpr std::string_view kSvgNamespace = "http://www.w3.org/2000/svg";
constexpr std::size_t kMaxDepth = 100;
constexpr std::size_t kMaxElements = 50'000;
/// A filter reads and writes every pixel of the canvas several times.
constexpr double kFilterWork = 100;
/// So much of a path's data is as much work as an element.
constexpr double kBytesOfWork = 256;
constexpr std::string_view kBlanks = " \t\n\r\f";

constexpr std::string_view kDrawn[] = {"circle",  "clipPath", "defs",           "desc", "ellipse",  "filter",
                                       "g",       "line",     "linearGradient", "mask", "metadata", "path",
                                       "polygon", "polyline", "radialGradient", "rect", "stop",     "style",
                                       "svg",     "symbol",   "title",          "use"};
constexpr std::string_view kFilters[] = {
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feFlood",     "feFuncA", "feFuncB",
    "feFuncG", "feFuncR",       "feGaussianBlur",      "feMerge",     "feMergeNode", "feOffset"};

template <std::size_t N>
bool is_one_of(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  return result;
}

struct Element {
  double own = 1;
  bool is_gradient = false;
  std::vector<std::size_t> children;
  std::vector<std::string> refers_to;  ///< ids
};

/// Reads the elements, and refuses what is not drawn. All of it is UTF-8 in one file: what this reads and what librsvg
/// reads is the same.
class Reader {
 public:
  tl::expected<double, std::string> read(Bytes bytes) {
    const GMarkupParser calls = {start_called, end_called, text_called, other_called, nullptr};
    const std::unique_ptr<GMarkupParseContext, decltype(&g_markup_parse_context_unref)> context(
        g_markup_parse_context_new(&calls, G_MARKUP_TREAT_CDATA_AS_TEXT, this, nullptr), g_markup_parse_context_unref);
    GError* error = nullptr;
    const auto* const text = reinterpret_cast<const char*>(bytes.data());
    const bool read =
        g_markup_parse_context_parse(context.get(), text, static_cast<gssize>(bytes.size()), &error) != 0 &&
        g_markup_parse_context_end_parse(context.get(), &error) != 0;
    if (!read) {
      const std::unique_ptr<GError, decltype(&g_error_free)> held(error, g_error_free);
      return tl::unexpected(fault_.empty() ? std::string("is broken: ") + held->message : fault_);
    }
    return work();
  }

 private:
  static void start_called(GMarkupParseContext*, const char* name, const char** names, const char** values, void* self,
                           GError** error) {
    static_cast<Reader*>(self)->start(name, names, values);
    static_cast<Reader*>(self)->stop_at_fault(error);
  }
  static void end_called(GMarkupParseContext*, const char*, void* self, GError**) {
    static_cast<Reader*>(self)->open_.pop_back();
  }
  static void text_called(GMarkupParseContext* context, const char* text, std::size_t size, void* self,
                          GError** error) {
    const std::string_view name = g_markup_parse_context_get_element(context);
    if (name == "style" || name.ends_with(":style")) static_cast<Reader*>(self)->style_.append(text, size);
    static_cast<Reader*>(self)->stop_at_fault(error);
  }
  static void other_called(GMarkupParseContext*, const char* text, std::size_t size, void* self, GError** error) {
    static_cast<Reader*>(self)->other({text, size});
    static_cast<Reader*>(self)->stop_at_fault(error);
  }

  void stop_at_fault(GError** error) const {
    if (!fault_.empty()) {
      g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, fault_.c_str());
    }
  }

  void refuse(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  /// Declarations, document types and comments.
  void other(std::string_view text) {
    if (text.starts_with("<!--")) return;
    const std::string low = lower(text);
    if (low.starts_with("<!doctype") && ends_in_quotes(text)) {
      refuse("has a document type that is none: save it as a plain SVG");
    }
    if (low.starts_with("<?xml-") || low.find('[') != std::string::npos) {
      refuse("holds a style sheet's address or entities: save it as a plain SVG");
    }
    if (low.starts_with("<?xml") && low.find("encoding") != std::string::npos &&
        low.find("utf-8") == std::string::npos) {
      refuse("is not in UTF-8");
    }
  }

  /// This reader ends a document type at the first ">", librsvg's beyond the quotes that hold it.
  static bool ends_in_quotes(std::string_view text) {
    char quote = 0;
    for (const char c : text) {
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return quote != 0;
  }

  void start(std::string_view full_name, const char** names, const char** values) {
    if (elements_.size() >= kMaxElements) return refuse("has more than " + std::to_string(kMaxElements) + " elements");
    if (open_.size() >= kMaxDepth) return refuse("is nested deeper than " + std::to_string(kMaxDepth) + " elements");
    const std::size_t colon = full_name.rfind(':');
    const std::string_view prefix = colon == std::string_view::npos ? "" : full_name.substr(0, colon);
    const std::string_view name = full_name.substr(colon + 1);
    Element element;
    element.is_gradient = name == "linearGradient" || name == "radialGradient";
    // Editors keep notes of their own, under prefixes of their own, which nobody draws.
    if (prefix.empty() || prefix == "svg") {
      if (elements_.empty() && name != "svg") return refuse("is no SVG: its first element is " + std::string(name));
      if (is_one_of(kFilters, name)) {
        element.own = kFilterWork;
      } else if (!is_one_of(kDrawn, name)) {
        return refuse(not_drawn(name));
      }
    } else if (name == "include" || name == "fallback") {
      return refuse("includes another file");
    }
    for (; *names != nullptr; ++names, ++values) attribute(*names, *values, element);
    if (!open_.empty()) elements_[open_.back()].children.push_back(elements_.size());
    open_.push_back(elements_.size());
    elements_.push_back(std::move(element));
  }

  static std::string not_drawn(std::string_view name) {
    if (name == "text") return "holds text: turn it into outlines, or into paths";
    // Debian 12's librsvg knows its name, and draws nothing at all where it stands.
    if (name == "feDropShadow")
      return "holds the element feDropShadow: make it of a blur, an offset, a flood and a merge";
    if (name == "image") return "holds a picture: save it as a PNG instead";
    return "holds the element " + std::string(name.substr(0, 40)) + ", which is not drawn";
  }

  void attribute(std::string_view name, std::string_view value, Element& element) {
    if (name == "id") ids_.emplace(value, elements_.size());
    if (name == "d" || name == "points") element.own += static_cast<double>(value.size()) / kBytesOfWork;
    if (name.starts_with("xmlns:") && name != "xmlns:svg" && value == kSvgNamespace) {
      refuse("calls SVG by the name " + std::string(name.substr(6, 40)) + ": save it as a plain SVG");
    }
    if (name == "href" || name.ends_with(":href")) {
      if (!value.starts_with('#')) return refuse("refers to something outside of it");
      element.refers_to.emplace_back(value.substr(1));
    }
    if (name.find(':') != std::string_view::npos) return;
    if (value.find('\\') != std::string_view::npos)
      return refuse("holds an escaped character in its attribute " + std::string(name.substr(0, 40)));
    if (name == "filter" || (name == "style" && lower(value).find("filter") != std::string::npos)) {
      element.own += kFilterWork;
    }
    if (!add_references(value, element.refers_to)) refuse("refers to something outside of it");
  }

  /// The ids of each `url(#id)` in a text, whatever stands within quotes being part of the id (CSS Syntax 3, 4.3.5 and
  /// 4.3.6). False where one is no such.
  static bool add_references(std::string_view text, std::vector<std::string>& ids) {
    const std::string low = lower(text);
    for (std::size_t at = low.find("url("); at != std::string::npos; at = low.find("url(", at + 1)) {
      std::string_view rest = text.substr(at + 4);
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
      const bool is_quoted = !rest.empty() && (rest.front() == '"' || rest.front() == '\'');
      const char end = is_quoted ? rest.front() : ')';
      if (is_quoted) rest.remove_prefix(1);
      const std::size_t size = rest.find(end);
      if (size == std::string_view::npos) return false;
      std::string_view inner = rest.substr(0, size);
      if (!is_quoted) inner = inner.substr(0, inner.find_last_not_of(kBlanks) + 1);
      if (!inner.starts_with('#')) return false;
      ids.emplace_back(inner.substr(1));
    }
    return true;
  }

  /// How much is drawn of an element, with all that is in it and that it refers to. Nothing where that has no end.
  std::optional<double> work_of(std::size_t index) {
    if (on_the_way_[index]) return std::nullopt;
    if (known_[index] > 0) return known_[index];
    // References that lead on and on would be as deep a call, here and in librsvg.
    if (++depth_ > 4 * kMaxDepth) return std::nullopt;
    on_the_way_[index] = true;
    double sum = elements_[index].own;
    const auto add = [&](std::size_t other) {
      const auto more = work_of(other);
      if (more) sum += *more;
      return more.has_value();
    };
    bool ends = true;
    for (const std::size_t child : elements_[index].children) ends = ends && add(child);
    for (const std::string& id : elements_[index].refers_to) {
      const auto target = ids_.find(id);
      ends = ends && (target == ids_.end() || add(target->second));
    }
    on_the_way_[index] = false;
    --depth_;
    if (!ends) return std::nullopt;
    return known_[index] = std::min(sum, 2 * kMaxSvgWork);
  }

  tl::expected<double, std::string> work() {
    known_.assign(elements_.size(), 0);
    on_the_way_.assign(elements_.size(), false);
    auto sum = elements_.empty() ? std::nullopt : work_of(0);
    if (!sum) return tl::unexpected(std::string("refers to itself, or through too many others"));
    // A style sheet may mean any element: each then draws what the sheet refers to, but for gradients.
    if (style_.find_first_of("@\\") != std::string::npos || lower(style_).find("filter") != std::string::npos) {
      return tl::unexpected(
          std::string("has a style sheet with filters, @-rules or escapes: save it with attributes instead"));
    }
    std::vector<std::string> ids;
    if (!add_references(style_, ids)) return tl::unexpected(std::string("refers to something outside of it"));
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const std::string& id : ids) {
      const auto target = ids_.find(id);
      if (target != ids_.end() && !elements_[target->second].is_gradient) *sum *= 1 + known_[target->second];
    }
    if (*sum > kMaxSvgWork)
      return tl::unexpected(std::string("holds more than is drawn: simplify it, or save it as a PNG"));
    return *sum;
  }

  std::vector<Element> elements_;
  std::vector<std::size_t> open_;
  std::map<std::string, std::size_t, std::less<>> ids_;
  std::string style_;
  std::string fault_;
  std::vector<double> known_;
  std::vector<bool> on_the_way_;
  std::size_t depth_ = 0;
};

}  // namespace

tl::expected<double, std::string> svg_work(Bytes bytes) {
  return Reader().read(bytes);
}

}  // namespace leitai::overlays
