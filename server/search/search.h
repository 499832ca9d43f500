// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/contest.h"

/// Finding somebody in a hurry: by number, name, pinyin or its initials.
namespace leitai::search {

/// The forms that a text is found by, all lower case without blanks or punctuation.
struct Keys {
  std::string plain;     ///< "张三": as it is written
  std::string latin;     ///< "zhangsan"; of a Latin name the same as `plain`
  std::string initials;  ///< "zs": the first letter of each syllable or word, digits whole
};

struct Found {
  std::string type;  ///< contestants or people
  std::string id;
  int grade = 0;  ///< how well it fits; 0 is best
};

constexpr std::size_t kMaxQueryBytes = 256;

/// Any thread may ask; one transliterates at a time. What it has transliterated it keeps, within bounds.
class Search {
 public:
  Search();
  ~Search();
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  /// Contestants and people that fit, best first, at most `limit`: the exact number, then the beginning of a number,
  /// initials, a name or its pinyin, then what only holds the query, organizations last. Among equals contestants
  /// by number, then people by name. A query without a letter or digit finds nobody.
  std::vector<Found> find(const contest::Store& store, std::string_view query, std::size_t limit);

  /// The keys of a text (NFKC, so that full-width digits are digits). Surnames are read as such: 单 is shan.
  Keys keys_of(const std::string& text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::search
