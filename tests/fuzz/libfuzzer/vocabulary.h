// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "overlays/json/json.h"

namespace fuzz {

using Random = std::minstd_rand;

/// What stands where in templates and data: values by their key (parts of an array by its key and `[]`), and objects to
/// take members from. Read from the shipped templates and from vocabulary.json, which says every key with values that
/// the templates do not use.
class Vocabulary {
 public:
  static const Vocabulary& get();

  /// A value that may stand at `key`; any value where none is known.
  const leitai::json::Json& value_for(const std::string& key, Random& random) const;

  /// An object of the same kind as `object` at `key`: a node of its type, or what stands at that key; null where there
  /// is none.
  const leitai::json::Json* relative_of(const std::string& key, const leitai::json::Json& object, Random& random) const;

 private:
  Vocabulary();
  void learn(const std::string& key, const leitai::json::Json& value);

  std::map<std::string, std::vector<leitai::json::Json>> values_;
  std::map<std::string, std::vector<leitai::json::Json>> objects_;  ///< by their kind
};

/// At random, below `count`, which is not 0.
std::size_t below(std::size_t count, Random& random);

}  // namespace fuzz
