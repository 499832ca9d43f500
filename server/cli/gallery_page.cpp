// SPDX-License-Identifier: GPL-2.0-or-later
#include <cctype>

#include "server/cli/gallery.h"

namespace leitai::cli {

namespace {

constexpr const char* kStyle = R"css(
  :root { color-scheme: light dark; --ink: #1d2129; --soft: #626a78; --paper: #f6f6f4; --line: #dcdcd8; --on: #1d2129; --on-ink: #fff; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e9ebef; --soft: #98a0ae; --paper: #15171b; --line: #2c3038; --on: #e9ebef; --on-ink: #15171b; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; padding: 0 clamp(1rem, 4vw, 4rem) 6rem; background: var(--paper); color: var(--ink);
    font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; }
  header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 2rem;
    padding: 1.25rem 0; background: var(--paper); border-bottom: 1px solid var(--line); }
  h1 { margin: 0 auto 0 0; font-size: 1.25rem; font-weight: 600; }
  fieldset { display: flex; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
  legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  label { padding: .3rem .9rem; font-size: .875rem; cursor: pointer; }
  label:has(:checked) { background: var(--on); color: var(--on-ink); }
  label:has(:focus-visible) { outline: 2px solid; outline-offset: -4px; border-radius: .5rem; }
  label input { position: absolute; opacity: 0; pointer-events: none; }
  section { margin-top: 3.5rem; }
  h2 { margin: 0 0 1rem; font-size: 1.5rem; font-weight: 600; }
  h2 code { margin-left: .75rem; font-size: .875rem; font-weight: 400; color: var(--soft); }
  .states { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
  figure { margin: 0; }
  img { display: block; width: 100%; height: auto; aspect-ratio: 16 / 9; border-radius: .375rem; background: var(--line); }
  figcaption { margin-top: .5rem; font-size: .875rem; color: var(--soft); }
)css";

constexpr const char* kScript = R"js(
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`).value;
  const show = () => {
    const ending = `-${chosen("backdrop")}-${chosen("size")}.png`;
    for (const link of document.querySelectorAll("a[data-picture]")) {
      link.href = link.dataset.picture + ending;
      link.firstElementChild.src = link.href;
    }
  };
  document.querySelector("header").addEventListener("change", show);
  show();
)js";

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

/// A file's name as a relative address: a template's id is whatever its file is called.
std::string address(const std::string& file) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string result;
  for (const char c : file) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_') {
      result += c;
    } else {
      result += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return result;
}

std::string size_name(const GallerySize& size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

std::string size_title(const GallerySize& size) {
  return std::to_string(size.width) + "×" + std::to_string(size.height);
}

std::string choice(const char* name, const std::string& value, const std::string& title, bool checked) {
  return std::string("    <label><input type=\"radio\" name=\"") + name + "\" value=\"" + value + "\"" +
         (checked ? " checked" : "") + ">" + title + "</label>\n";
}

constexpr std::size_t kFirstBackdrop = 0;
constexpr std::size_t kFirstSize = 1;

std::string switches() {
  std::string html = "  <fieldset><legend>Backdrop</legend>\n";
  for (std::size_t i = 0; i < kGalleryBackdrops.size(); ++i) {
    html += choice("backdrop", kGalleryBackdrops[i].name, kGalleryBackdrops[i].title, i == kFirstBackdrop);
  }
  html += "  </fieldset>\n  <fieldset><legend>Size</legend>\n";
  for (std::size_t i = 0; i < kGallerySizes.size(); ++i) {
    html += choice("size", size_name(kGallerySizes[i]), size_title(kGallerySizes[i]), i == kFirstSize);
  }
  return html + "  </fieldset>\n";
}

std::string caption(const std::string& state) {
  if (state == "in") return "In, half way";
  if (state == "on") return "On air, at rest";
  if (state == "out") return "Out, half way";
  return "Step " + state.substr(state.find('-') + 1) + ", at rest";
}

std::string figure(const GalleryTemplate& graphic, const std::string& state) {
  const std::string file =
      gallery_file(graphic.id, state, kGalleryBackdrops[kFirstBackdrop], kGallerySizes[kFirstSize]);
  return "    <figure><a href=\"" + address(file) + "\" data-picture=\"" + address(graphic.id + "-" + state) +
         "\"><img src=\"" + address(file) + "\" alt=\"" + escaped(graphic.name) + ": " + caption(state) +
         "\" loading=\"lazy\"></a><figcaption>" + caption(state) + "</figcaption></figure>\n";
}

}  // namespace

std::string gallery_page(const std::string& theme_name, const std::vector<GalleryTemplate>& templates) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Gallery: " +
      escaped(theme_name) + "</title>\n<style>" + kStyle + "</style>\n<header>\n  <h1>Theme: " + escaped(theme_name) +
      "</h1>\n" + switches() + "</header>\n<main>\n";
  for (const GalleryTemplate& graphic : templates) {
    html += "<section id=\"" + escaped(graphic.id) + "\">\n  <h2>" + escaped(graphic.name) + "<code>" +
            escaped(graphic.id) + "</code></h2>\n  <div class=\"states\">\n";
    for (const auto& state : graphic.states) html += figure(graphic, state);
    html += "  </div>\n</section>\n";
  }
  return html + "</main>\n<script>" + kScript + "</script>\n</html>\n";
}

}  // namespace leitai::cli
