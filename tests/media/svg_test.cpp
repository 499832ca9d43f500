// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/media/svg.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace leitai::overlays;

namespace {

Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string svg_of(const std::string& inner, const std::string& head = R"svg(width="100" height="50")svg") {
  return R"svg(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" )svg" + head + ">" +
         inner + "</svg>";
}

std::string fault_of(const std::string& text) {
  const auto svg = Svg::read(bytes_of(text));
  return svg ? std::string() : svg.error();
}

const float* pixel(const ColorPicture& picture, int x, int y) {
  return &picture.pixels[(static_cast<std::size_t>(y) * picture.width + x) * 4];
}

const char* const kSoft = R"svg(
  <defs><filter id="soft"><feGaussianBlur stdDeviation="2"/></filter>
  <linearGradient id="g"><stop offset="0" stop-color="#ff0000"/><stop offset="1" stop-color="#00ff00"/></linearGradient>
  <clipPath id="c"><rect width="60" height="50"/></clipPath><g id="dot"><circle r="9" cx="9" cy="9"/></g></defs>
  <style>.a { fill: url(#g); clip-path: url(#c) }</style>
  <rect class="a" width="100" height="50"/><use xlink:href="#dot" x="20"/><path filter="url(#soft)" d="M10 10h20v20z"/>)svg";

/// Doublings: each level draws the one before it ten times.
std::string laughs(int levels) {
  std::string text = R"svg(<g id="l0"><rect width="1" height="1"/></g>)svg";
  for (int level = 1; level <= levels; ++level) {
    text += "<g id=\"l" + std::to_string(level) + "\">";
    for (int i = 0; i < 10; ++i) text += "<use href=\"#l" + std::to_string(level - 1) + "\"/>";
    text += "</g>";
  }
  return text;
}

}  // namespace

TEST_CASE("an SVG that leads outside of itself is refused") {
  for (const char* inner :
       {R"svg(<use xlink:href="other.svg#a"/>)svg", R"svg(<use href="https://example.org/a.svg#a"/>)svg",
        R"svg(<rect fill="url(other.svg#a)"/>)svg", R"svg(<rect style="fill: URL( 'file:///x#a' )"/>)svg",
        R"svg(<rect fill="url(#a"/>)svg", "<style>rect { fill: url(data:image/svg+xml,x) }</style>"}) {
    INFO(inner);
    CHECK(fault_of(svg_of(inner)) == "refers to something outside of it");
  }
  for (const std::string& text :
       {svg_of(R"svg(<style>@import url("a.css");</style>)svg"),
        svg_of(R"svg(<style>rect { fill: u\72l(a) }</style>)svg"), svg_of(R"svg(<rect fill="u\72l(a)"/>)svg"),
        svg_of("<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"#a\"/>"),
        "<?xml-stylesheet href=\"a.css\"?>" + svg_of(""), "<!DOCTYPE svg [<!ENTITY x \"y\">]>" + svg_of("&x;"),
        "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + svg_of(""),
        "<!DOCTYPE svg SYSTEM \"x><svg/><!-- \">" + svg_of("<text>a</text>") + "<!-- -->",
        "<!DOCTYPE svg SYSTEM 'x\"><svg/><!-- '>" + svg_of("<text>a</text>") + "<!-- -->",
        svg_of("<s:image xmlns:s=\"http://www.w3.org/2000/svg\"/>")}) {
    INFO(text);
    CHECK_FALSE(fault_of(text).empty());
    CHECK(fault_of(text).find("is broken") == std::string::npos);
  }
}

TEST_CASE("an SVG with the document type that programs write is drawn") {
  CHECK(fault_of(
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">" +
            svg_of("<rect width=\"1\" height=\"1\"/>"))
            .empty());
}

TEST_CASE("what is not drawn of an SVG is refused by name") {
  CHECK(fault_of(svg_of("<text>a</text>")) == "holds text: turn it into outlines, or into paths");
  CHECK(fault_of(svg_of("<image href=\"#a\"/>")) == "holds a picture: save it as a PNG instead");
  for (const char* name :
       {"script", "foreignObject", "pattern", "marker", "animate", "feTurbulence", "feMorphology", "feImage"}) {
    CHECK(fault_of(svg_of(std::string("<") + name + "/>")) ==
          "holds the element " + std::string(name) + ", which is not drawn");
  }
  CHECK(fault_of("<html><svg/></html>") == "is no SVG: its first element is html");
}

TEST_CASE("an SVG that is small and draws without end is refused") {
  CHECK(fault_of(svg_of("<g id=\"a\"><use href=\"#a\"/></g>")) == "refers to itself, or through too many others");
  CHECK(fault_of(svg_of("<mask id=\"a\"><rect mask=\"url(#a)\"/></mask>")) ==
        "refers to itself, or through too many others");
  CHECK(fault_of(svg_of("<mask id=\"a) b \"><rect mask=\"url( '#a) b ' )\"/></mask>")) ==
        "refers to itself, or through too many others");
  CHECK(fault_of(svg_of("<g id=\"Frame (1)\"><rect mask=\"url( #a )\"/></g><mask id=\"a\"/>")).empty());
  CHECK(fault_of(svg_of(laughs(8))) == "holds more than is drawn: simplify it, or save it as a PNG");
  CHECK(fault_of(svg_of(laughs(2))).empty());
  std::string deep;
  for (int i = 0; i < 200; ++i) deep = "<g>" + deep + "</g>";
  CHECK(fault_of(svg_of(deep)) == "is nested deeper than 100 elements");
  std::string many;
  for (int i = 0; i < 50'001; ++i) many += "<g/>";
  CHECK(fault_of(svg_of(many)) == "has more than 50000 elements");
  std::string filtered = R"svg(<filter id="f"><feGaussianBlur stdDeviation="9"/></filter>)svg";
  for (int i = 0; i < 400; ++i) filtered += R"svg(<rect filter="url(#f)"/>)svg";
  CHECK(fault_of(svg_of(filtered)) == "holds more than is drawn: simplify it, or save it as a PNG");
  std::string long_path = "<path id=\"p\" d=\"M0 0";
  for (int i = 0; i < 20'000; ++i) long_path += " L9 9";
  long_path += "\"/>";
  CHECK(fault_of(svg_of(long_path)).empty());
  for (int i = 0; i < 200; ++i) long_path += "<use href=\"#p\"/>";
  CHECK(fault_of(svg_of(long_path)) == "holds more than is drawn: simplify it, or save it as a PNG");
  CHECK(fault_of(svg_of(std::string(kMaxSvgBytes, ' '))) == "is larger than 4 MiB");
  std::string large;
  for (int i = 0; i < 4000; ++i) large += "<g/>";
  const auto svg = Svg::read(bytes_of(svg_of(large)));
  REQUIRE(svg.has_value());
  CHECK(svg->draw({PictureFit::contain, 400, 200, {}}).has_value());
  CHECK(svg->draw({PictureFit::contain, 4000, 2000, {}}).error().find("holds more than is drawn at this size") == 0);
}

TEST_CASE("an SVG without a size that can be drawn is refused") {
  for (const char* head :
       {"", "width=\"100%\" height=\"100%\"", "width=\"0\" height=\"5\"", "viewBox=\"0 0 1e9 1e9\""}) {
    INFO(head);
    CHECK_FALSE(fault_of(svg_of("", head)).empty());
  }
  CHECK(fault_of(svg_of("", "viewBox=\"0 0 30 10\"")).empty());
  const auto svg = Svg::read(bytes_of(svg_of("")));
  CHECK(svg->draw({PictureFit::cover, 9000, 10, {}}).error() == "has 9000×10 pixels: more than are drawn");
}

TEST_CASE("an SVG that was changed or cut off anywhere is refused, or drawn") {
  const std::string whole = svg_of(kSoft);
  REQUIRE(fault_of(whole).empty());
  std::mt19937 random(11);
  for (int i = 0; i < 200; ++i) {
    std::string text = i % 2 == 0 ? whole : whole.substr(0, random() % whole.size());
    for (int changes = 0; i % 2 == 0 && changes <= i % 8; ++changes) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    const auto svg = Svg::read(bytes_of(text));
    CHECK((svg || !svg.error().empty()));
    if (!svg) continue;
    if (const auto picture = svg->draw({PictureFit::cover, 40, 40, {}})) {
      CHECK(picture->width == 40);
      CHECK(picture->pixels.size() == 40U * 40 * 4);
    }
  }
}

TEST_CASE("each filter of an SVG that is not refused draws something") {
  const std::pair<const char*, bool> kFilters[] = {
      {"<feGaussianBlur stdDeviation='1'/>", true},
      {"<feOffset dx='3'/>", true},
      {"<feFlood flood-color='blue'/><feBlend in='SourceGraphic' mode='multiply'/>", true},
      {"<feFlood flood-color='blue' result='f'/><feComposite in='f' in2='SourceAlpha' operator='in'/>", true},
      {"<feMerge><feMergeNode in='SourceGraphic'/></feMerge>", true},
      {"<feColorMatrix type='saturate' values='0.5'/>", true},
      {"<feComponentTransfer><feFuncR type='linear' slope='0.5'/><feFuncG type='identity'/><feFuncB type='identity'/>"
       "<feFuncA type='identity'/></feComponentTransfer>",
       true},
      {"<feDropShadow dy='6' stdDeviation='6'/>", false}};
  for (const auto& [filter, drawn] : kFilters) {
    INFO(filter);
    const std::string text = svg_of(std::string("<filter id='f'>") + filter +
                                    "</filter><rect width='100' height='50' fill='red' filter='url(#f)'/>");
    const auto svg = Svg::read(bytes_of(text));
    REQUIRE(svg.has_value() == drawn);
    if (drawn) CHECK(pixel(svg->draw(svg->own_place()).value(), 50, 25)[3] == Approx(1).margin(0.01));
  }
}

TEST_CASE("an SVG is drawn at the size that it is shown at, as light") {
  const auto svg = Svg::read(bytes_of(svg_of(
      R"svg(<rect width="50" height="50" fill="#bc0000"/><rect x="50" width="50" height="50" fill="#fff" fill-opacity=".5"/>)svg")));
  REQUIRE(svg.has_value());
  CHECK(svg->own_place().width == 100);
  CHECK(svg->own_place().height == 50);
  const auto picture = svg->draw({PictureFit::contain, 1000, 1000, {}});
  REQUIRE(picture.has_value());
  REQUIRE(picture->width == 1000);
  REQUIRE(picture->height == 500);
  // sRGB 188 is half of the light (IEC 61966-2-1). The edge is as sharp as at its own size.
  CHECK(pixel(*picture, 499, 250)[0] == Approx(0.5029).margin(0.003));
  CHECK(pixel(*picture, 499, 250)[3] == 1);
  CHECK(pixel(*picture, 500, 250)[3] == Approx(0.5).margin(0.003));
  CHECK(pixel(*picture, 500, 250)[1] == Approx(0.5).margin(0.006));
}

TEST_CASE("an SVG fills its place as any picture does, and is cut to a circle") {
  const auto svg = Svg::read(bytes_of(
      svg_of(R"svg(<rect width="50" height="50" fill="#f00"/><rect x="50" width="50" height="50" fill="#00f"/>)svg")));
  const auto picture = svg->draw({PictureFit::cover, 200, 200, {100, 100, 100, 100}});
  REQUIRE(picture.has_value());
  REQUIRE(picture->width == 200);
  CHECK(pixel(*picture, 99, 100)[0] == Approx(1));
  CHECK(pixel(*picture, 100, 100)[2] == Approx(1));
  CHECK(pixel(*picture, 2, 2)[3] == 0);
  double area = 0;
  for (int i = 0; i < 200 * 200; ++i) area += picture->pixels[static_cast<std::size_t>(i) * 4 + 3];
  CHECK(area == Approx(3.14159265 * 100 * 100).epsilon(0.001));
}
