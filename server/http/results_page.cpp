// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/results_page.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <utility>

#include "server/http/head.h"
#include "server/http/results_picture.h"
#include "server/http/server.h"

namespace leitai::http {
namespace {

using json::Json;

/// A document that is larger is loaded by the page itself: the first picture comes sooner without it.
constexpr std::size_t kMostData = 192 * 1024;

std::string sha256_base64(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA256_DIGEST_LENGTH + 2) / 3) + 1> base64{};
  const int size = ::EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(size)};
}

/// What stands between two marks; empty where they are not there.
std::string_view between(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t begin = text.find(from);
  const std::size_t end = begin == std::string_view::npos ? begin : text.find(to, begin);
  return end == std::string_view::npos ? std::string_view()
                                       : text.substr(begin + from.size(), end - begin - from.size());
}

void put(std::string& text, std::string_view mark, std::string_view value) {
  if (const std::size_t at = text.find(mark); at != std::string::npos) {
    text.replace(at, mark.size(), value);
  }
}

/// JSON that stands within a script element: nothing in it ends the element.
std::string within_script(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json) {
    c == '<' ? text.append("\\u003c") : text.append(1, c);
  }
  return text;
}

}  // namespace

std::string page_language(std::string_view chosen, std::string_view accepted) {
  if (chosen == "zh" || chosen == "en") {
    return std::string(chosen);
  }
  for (const std::string_view element : list_elements(accepted)) {
    const std::string_view tag = element.substr(0, element.find_first_of("-; "));
    if (same_word(tag, "zh")) {
      return "zh";
    }
    if (same_word(tag, "en")) {
      return "en";
    }
  }
  return "en";
}

ResultsPage::ResultsPage(const std::map<std::string, Page>& files) {
  const auto page = files.find("/results");
  const auto words = files.find("/assets/results.words.json");
  if (page == files.end() || words == files.end()) {
    return;
  }
  html_ = page->second.body;
  words_ = json::parse(words->second.body).value_or(Json::object());
  const std::string_view style = between(html_, "<style>", "</style>");
  policy_ = "default-src 'none'; script-src 'self'; style-src 'sha256-" + sha256_base64(style) +
            "'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'";
}

ResultsAsked ResultsPage::resolved(const Json& document, ResultsAsked asked) const {
  const Json* round = entry_of(document, "rounds", asked.round);
  if (round == nullptr) {
    asked.round.clear();
  }
  if (entry_of(document, "groups", asked.group) == nullptr) {
    asked.group.clear();
  }
  if (entry_of(document, "contestants", asked.contestant) == nullptr) {
    asked.contestant.clear();
  }
  return asked;
}

std::string ResultsPage::made(const Json& document, std::string_view text, const ResultsAsked& asked,
                              std::string_view time) const {
  const Json& words = words_.contains(asked.language) ? words_[asked.language] : words_["en"];
  std::string page = html_;
  put(page, "<html lang=\"en\">", asked.language == "zh" ? "<html lang=\"zh-CN\">" : "<html lang=\"en\">");
  const std::string name = text_of(part_of(document, "contest"), "name");
  const std::string title = escaped(name.empty() ? text_of(words, "results") : name);
  const std::string subtitle = escaped(text_of(part_of(document, "contest"), "subtitle"));
  put(page, between(page, "<title>", "</title>"), title);
  put(page, "</title>",
      "</title>\n<meta property=\"og:title\" content=\"" + title +
          "\">\n<meta name=\"description\" property=\"og:description\" content=\"" +
          escaped(text_of(words, "results")) + (subtitle.empty() ? "" : " · ") + subtitle + "\">");
  std::string body = "<div id=\"app\">" + results_picture(document, words, asked, time) + "</div>";
  if (text.size() <= kMostData) {
    body += "\n<script type=\"application/json\" id=\"first\">" + within_script(text) + "</script>";
  }
  put(page, "<div id=\"app\"></div>", body);
  return page;
}

}  // namespace leitai::http
