// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "overlays/json/json.h"

namespace leitai::http {

struct Page;

/// What a viewer asks for in the address of /results; what there is not is as if it was not asked for.
struct ResultsAsked {
  std::string language;         ///< "en" or "zh"
  std::string chosen_language;  ///< the same where the address names it; empty where the browser's was taken
  std::string round;
  std::string group;
  std::string contestant;
};

/// The language of `?lang=`, or else the first in Accept-Language that the page speaks; English where there is none.
std::string page_language(std::string_view chosen, std::string_view accepted);

/// The results page as a browser first sees it: with the ranking in it, so that one request shows it, and readable
/// without scripts. Made from the public document alone, each text of it escaped.
class ResultsPage {
 public:
  /// `files`: the built pages. Without /results and /assets/results.words.json among them the page is not to be had.
  explicit ResultsPage(const std::map<std::string, Page>& files);

  bool is_there() const { return !html_.empty(); }
  /// For Content-Security-Policy: what the page may load and run, its style by hash.
  const std::string& policy() const { return policy_; }

  /// `document`: the public results, parsed; `text`: the same as it is sent; `time`: "14:03" at the server.
  std::string made(const json::Json& document, std::string_view text, const ResultsAsked& asked,
                   std::string_view time) const;

  /// What is asked for, as far as the document holds it: what two requests have the same of is the same page.
  ResultsAsked resolved(const json::Json& document, ResultsAsked asked) const;

 private:
  std::string html_;
  std::string policy_;
  json::Json words_;
};

}  // namespace leitai::http
