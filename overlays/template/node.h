// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "overlays/template/binding.h"
#include "overlays/template/easing.h"

/// The parsed tree of a template. Lengths are design pixels: those of a 1920×1080 canvas, or of a
/// 1080×1920 one where the canvas is higher than wide.
namespace leitai::overlays {

constexpr int kDesignWidth = 1920;
constexpr int kDesignHeight = 1080;
/// What a channel's canvas shows to everybody: the graphics safe area of EBU R 95, from each edge.
constexpr float kGraphicsSafe = 0.05F;
/// What most screens show: the action safe area of EBU R 95.
constexpr float kActionSafe = 0.035F;
constexpr std::size_t kMaxNodes = 512;     ///< in one template
constexpr std::size_t kMaxNodeDepth = 16;  ///< nodes within each other
constexpr std::size_t kMaxTracks = 16;     ///< in one animation
constexpr int kMaxListRows = 64;           ///< visible rows of one list
constexpr int kMaxScrolledRows = 512;      ///< rows of a list that scrolls
constexpr int kMinPageMs = 2'000;          ///< a page of a list stands at least so long
constexpr int kMaxPageMs = 600'000;
constexpr int kMaxStars = 10;
constexpr int kMaxInPointMs = 86'400'000;  ///< of a film
constexpr int kMaxAnimationMs = 8'000;     ///< of one whole animation

/// Nodes of one template with all the rows that its lists may have: lists within lists multiply.
constexpr std::size_t kMaxLaidOut = 32'768;

/// sRGB-encoded, straight alpha, 0…1.
struct Rgba {
  float r = 0, g = 0, b = 0, a = 0;
  friend bool operator==(const Rgba&, const Rgba&) = default;
};

enum class NodeKind : std::uint8_t {
  group,   ///< lays out its children, draws nothing
  box,     ///< a group with a look
  text,    ///< one or a few lines of text with data in it
  number,  ///< a text that counts from its old to its new value
  clock,   ///< a timer's reading
  list,    ///< a row for each item of an array, by key
  image,   ///< a picture of the theme
  video,   ///< a film of the theme
  stars,   ///< so many of a few stars, halves and other parts too
  bar,     ///< a value's share of its greatest, as a bar that grows
  ring,    ///< the same as a ring
  ticker,  ///< texts that run from right to left, one after the other, for ever
  qr,      ///< a QR code
};

// --- layout ---

struct Length {
  enum class Kind : std::uint8_t {
    automatic,  ///< what the content needs
    fixed,
    fill,  ///< what the parent has left
  };
  Kind kind = Kind::automatic;
  float px = 0;
};

enum class Direction : std::uint8_t { stack, row, column };
enum class Place : std::uint8_t { start, center, end, stretch };
enum class Justify : std::uint8_t { start, center, end, between };

struct Edges {
  float top = 0, right = 0, bottom = 0, left = 0;
};

/// Where nothing important may stand outside of: padding that follows the canvas.
enum class SafeArea : std::uint8_t { none, action, graphics };

struct LayoutSpec {
  Length width, height;
  /// Of what is left in a row or column: so many shares. 0: one, where the length is `fill`.
  float grow = 0;
  float min_width = 0;
  float max_width = 1e6F;
  bool shrink = true;  ///< gives way in a row that has not enough room
  /// In a stack: which point of the parent it hangs on, and how far inwards from there.
  Place anchor_x = Place::start, anchor_y = Place::start;
  float x = 0, y = 0;

  Direction direction = Direction::stack;
  Edges padding;
  float gap = 0;
  Place align = Place::stretch;  ///< across the direction
  Justify justify = Justify::start;
  bool wrap = false;   ///< a row goes on in a new line where its width ends
  float line_gap = 0;  ///< between such lines
  SafeArea safe_area = SafeArea::none;
  bool clip = false;  ///< cuts children at its edges
};

// --- look ---

struct Shadow {
  Rgba color;
  float x = 0, y = 0, blur = 0, spread = 0;
  friend bool operator==(const Shadow&, const Shadow&) = default;
};

struct BoxStyle {
  Rgba fill;
  Rgba fill_end;               ///< the gradient's end; equal to `fill` where there is none
  float gradient_degrees = 0;  ///< 0 left to right, 90 top to bottom
  Rgba border;
  float border_width = 0;
  std::array<float, 4> radius{};  ///< top left, top right, bottom right, bottom left
  Shadow shadow;
};

enum class TextAlign : std::uint8_t { left, center, right };

struct TextSpec {
  std::string family;
  int weight = 400;
  float size = 32;
  float least_size = 0;   ///< a text that does not fit shrinks to this, then ends with "…"
  float line_height = 0;  ///< 0: 1.25 times the size
  float letter_spacing = 0;
  bool tabular = false;
  int lines = 1;
  TextAlign align = TextAlign::left;
  Rgba color{1, 1, 1, 1};
  Rgba outline;
  float outline_width = 0;  ///< outwards from the glyphs' edges
  Shadow shadow;            ///< without a spread
};

/// Another look where a condition holds; of several that hold, the first counts.
struct StyleVariant {
  Condition when;
  BoxStyle box;
  Rgba text_color;
};

// --- motion ---

enum class Property : std::uint8_t { opacity, x, y, scale_x, scale_y, clip_left, clip_top, clip_right, clip_bottom };
constexpr std::size_t kPropertyCount = 9;

/// What a property is while nothing moves it, but for opacity, which a node may set.
constexpr float rest_value(Property property) {
  return property == Property::opacity || property == Property::scale_x || property == Property::scale_y ? 1.0F : 0.0F;
}

struct Track {
  Property property = Property::opacity;
  std::optional<float> from;  ///< in, change: where it starts; an out starts where it is
  std::optional<float> to;    ///< in, change: the value at rest
  int delay_ms = 0;
  int duration_ms = 0;
  Easing easing = Easing::ease_out_cubic;
  bool alternate = false;  ///< loop: there and back, else from the start again
};

/// How what is laid out elsewhere gets there, how numbers count, how colours change.
struct Timing {
  int delay_ms = 0;
  int duration_ms = 0;
  Easing easing = Easing::ease_in_out_cubic;
};

struct Motion {
  std::vector<Track> in, out, change;
  std::vector<Track> loop;     ///< plays for as long as the node is there, from `from` to `to`
  std::optional<Timing> move;  ///< nothing: as the parent
  int in_stagger_ms = 0;       ///< from child to child, or row to row
  int out_stagger_ms = 0;
};

// --- nodes ---

struct Node;

/// The order of a list's rows: by a number or a text, what has none last, else as they come.
struct ListOrder {
  Path by;
  bool descending = false;
};

/// A list that is longer than its place runs upwards through it, and begins again.
struct ListScroll {
  float speed = 40;    ///< design pixels a second
  int hold_ms = 3000;  ///< before it starts
};

struct ListSpec {
  Path items;
  Path key;
  std::optional<Condition> where;  ///< rows for which it holds not are left out
  std::optional<ListOrder> sort;
  int page_ms = 0;  ///< not 0: `max_rows` at a time, each page so long
  std::optional<ListScroll> scroll;
  std::optional<Path> limit;  ///< field with the number of rows to show
  int max_rows = 10;
  int rows_per_column = 0;  ///< 0: one column
  float row_height = 48;
  float row_gap = 0;
  float column_width = 0;  ///< 0: shares the list's width
  float column_gap = 0;
  std::shared_ptr<const Node> row;
};

enum class ImageFit : std::uint8_t { contain, cover };

struct ImageSpec {
  ImageFit fit = ImageFit::cover;
  std::array<float, 4> radius{};  ///< as of a box
};

/// How a film plays from the moment at which its node comes.
struct VideoSpec {
  bool loop = true;     ///< else its last picture stays
  int in_point_ms = 0;  ///< of the film's time: where it begins, each time
};

/// Where a bar grows to.
enum class BarDirection : std::uint8_t { right, left, up, down };

/// A value out of a greatest one: stars, bars and rings.
struct MeterSpec {
  TextBinding value;
  TextBinding most;        ///< empty: 1; stars: their number
  BoxStyle fill;           ///< bar
  Rgba color{1, 1, 1, 1};  ///< stars, ring
  Rgba track;              ///< stars, ring: what is not reached
  float thickness = 8;     ///< ring
  float gap = 4;           ///< stars
  BarDirection direction = BarDirection::right;
};

struct TickerSpec {
  Path items;
  std::string separator;  ///< between two texts
  float speed = 120;      ///< design pixels a second
  float gap = 64;         ///< between two texts, and before the first comes again
};

struct Node {
  NodeKind kind = NodeKind::group;
  std::optional<Condition> when;
  LayoutSpec layout;
  float opacity = 1;
  BoxStyle box;
  TextSpec text;
  std::vector<StyleVariant> variants;
  TextBinding binding;               ///< text, number, qr; image, video: its file; ticker: of one item
  Path timer;                        ///< clock: the field that holds the timer
  Timing count;                      ///< number, stars, bar, ring
  std::optional<double> count_from;  ///< where a value that is new starts to count; bar, ring: in shares of 1
  int count_in_delay_ms = 0;         ///< and how long after it came
  bool roll = false;                 ///< number: its digits roll like a counter's
  std::optional<TextBinding> watch;  ///< plays `change` on the whole node when this text changes
  ListSpec list;
  ImageSpec image;  ///< image, video
  VideoSpec video;
  MeterSpec meter;
  TickerSpec ticker;
  Motion motion;
  Timing restyle;  ///< how a variant's colours come
  std::vector<std::shared_ptr<const Node>> children;
};

/// The whole of an item's in or out animation over the tree, list staggers included, in ms.
int in_duration_ms(const Node& node);
int out_duration_ms(const Node& node);

/// The list of the tree that pages; null where none does. A template has one at most.
const ListSpec* paged_list(const Node& node);

/// How many nodes a picture of the tree may have, with all the rows that its lists may have; no more than
/// kMaxLaidOut + 1 are counted.
std::size_t most_laid_out(const Node& node);

/// Paths of the timers that clocks of the tree show, each once.
std::vector<Path> timer_paths(const Node& node);

}  // namespace leitai::overlays
