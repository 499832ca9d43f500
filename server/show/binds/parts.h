// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/contest/contest.h"
#include "server/contest/decimal.h"

/// What the data of several binds is made of.
namespace leitai::show {

using contest::Audience;
using contest::Json;
using contest::Rational;
using contest::Store;

/// A text field; a number (a contestant's) as its digits; "" where there is none.
std::string text(const Json& object, const char* name);

/// The member, which lives as long as the object; null where there is none.
const Json& field(const Json& object, const char* name);

/// With a space between them where both are there.
std::string joined(const std::string& first, const std::string& second);

/// The data of a resource; null where there is none.
const Json* resource(const Store& store, std::string_view type, std::string_view id);

/// A text field of a resource; "" where there is no such resource.
std::string name_of(const Store& store, std::string_view type, const std::string& id, const char* field_name);

/// The value of a decimal text of any length, or of a whole number; none for anything else.
std::optional<Rational> value_of(const Json& number);

/// A criterion of a round as the graphics name it.
struct Criterion {
  std::string id;
  std::string name;  ///< the id where it has none
  Json max;          ///< the greatest mark, or null
  Rational weight = 1;
};

/// Where there is more than one: the value of a single one is the total again.
std::vector<Criterion> criteria_of(const Json& round);

/// The rows of a round that an audience may see; none: not even the round.
class SeenRows {
 public:
  /// `detail`: what every row is told down to; it costs accordingly.
  static std::optional<SeenRows> of(const Store& store, const std::string& round, const std::string& group,
                                    Audience audience, contest::Detail detail);
  const Json& rows() const { return standings_["rows"]; }
  /// Null where the audience may not see it.
  const Json* row_of(const std::string& contestant) const;

 private:
  explicit SeenRows(Json standings);

  Json standings_;
  std::unordered_map<std::string, std::size_t> places_;  ///< of the contestants in rows()
};

/// The value of a criterion in a row of the standings; null where it has none.
Json criterion_value(const Json& row, const std::string& criterion);

/// Whose turn it is, and who speaks in the segment.
struct OnStage {
  std::string round, contestant, segment;
  bool contestant_speaks = true;
  std::string person;  ///< who speaks, where the contestant does not; empty: a supporter whom nobody named
};

/// None: nobody is on stage.
std::optional<OnStage> on_stage(const Store& store);

/// A segment of a round; null where there is none of that id.
const Json* segment_of(const Json& round, const std::string& id);

}  // namespace leitai::show
