// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/first_pictures.h"

#include <utility>

namespace leitai::http {

std::shared_ptr<const ReadyPage> FirstPictures::find(std::uint64_t revision, const std::string& text,
                                                     ResultsAsked asked, const std::string& time) {
  std::shared_ptr<const json::Json> document;
  {
    const std::lock_guard lock(mutex_);
    if (revision_ != revision || !document_) {
      document_ = std::make_shared<const json::Json>(json::parse(text).value_or(json::Json::object()));
      revision_ = revision;
      made_.clear();
    }
    if (std::exchange(time_, time) != time) {
      made_.clear();
    }
    document = document_;
  }
  asked = page_.resolved(*document, std::move(asked));
  const std::string key =
      asked.language + '/' + asked.chosen_language + '/' + asked.round + '/' + asked.group + '/' + asked.contestant;
  {
    const std::lock_guard lock(mutex_);
    const auto found = made_.find(key);
    if (found != made_.end() && revision_ == revision && time_ == time) {
      return found->second;
    }
  }
  auto made = std::make_shared<const ReadyPage>(
      ready_page("text/html; charset=utf-8", page_.made(*document, text, asked, time), true));
  const std::lock_guard lock(mutex_);
  if (made_.size() < kMost && revision_ == revision && time_ == time) {
    made_.emplace(key, made);
  }
  return made;
}

}  // namespace leitai::http
