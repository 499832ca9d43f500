// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "server/http/ready_page.h"
#include "server/http/results_page.h"

namespace leitai::http {

/// The results page of the newest public document, made once for all who ask for the same of it. For any thread.
class FirstPictures {
 public:
  explicit FirstPictures(const std::map<std::string, Page>& files) : page_(files) {}

  const ResultsPage& page() const { return page_; }

  /// `text`: the document of that revision. `time`: "14:03" at the server.
  std::shared_ptr<const ReadyPage> find(std::uint64_t revision, const std::string& text, ResultsAsked asked,
                                        const std::string& time);

 private:
  /// More than these are made anew each time.
  static constexpr std::size_t kMost = 64;

  const ResultsPage page_;
  std::mutex mutex_;
  std::uint64_t revision_ = 0;
  std::string time_;
  std::shared_ptr<const json::Json> document_;
  std::map<std::string, std::shared_ptr<const ReadyPage>> made_;
};

}  // namespace leitai::http
