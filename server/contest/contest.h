// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/json/json.h"
#include "server/contest/shared_map.h"

/// What a contest is: resources, their rules, scoring, standings, and what the public may see. Pure
/// functions on values: no I/O, no clock, no threads.
namespace leitai::contest {

using json::Json;

/// Why a request is refused. http/ turns each into a status.
enum class RefusalKind {
  malformed,    ///< 400
  not_found,    ///< 404
  conflict,     ///< 409: the state does not allow it, or something still refers to it
  stale,        ///< 412: If-Match names an older version
  invalid,      ///< 422: well-formed, and refused
  unavailable,  ///< 503: could not be made durable, or too much is waiting
};

/// What is wrong, and where: `pointer` (RFC 6901) into the body of the request.
struct FieldError {
  std::string pointer;
  std::string detail;
};

/// Of one text, in a resource or on air.
constexpr std::size_t kMaxTextBytes = 4096;
constexpr const char* kTextTooLong = "must be at most 4096 bytes long";

struct Refusal {
  RefusalKind kind = RefusalKind::invalid;
  std::string detail;
  std::vector<FieldError> errors;
  Json members = Json::object();  ///< further members of the problem document
};

struct Resource {
  Json data;                ///< an object, without its id
  std::uint64_t token = 0;  ///< position of the record that last changed it
};

class RoundScores;  // scores.h

/// All resources, by type and id. A value: a copy shares what neither side changes afterwards, and
/// copies are safe to read on any thread.
class Store {
 public:
  using Collection = SharedMap<Resource>;

  const Resource* find(std::string_view type, std::string_view id) const;
  const Collection& all(std::string_view type) const;  ///< by id; empty for an unknown type
  void put(std::string_view type, std::string_view id, Json data, std::uint64_t token);
  bool erase(std::string_view type, std::string_view id);  ///< true: it was there
  const std::map<std::string, std::shared_ptr<Collection>, std::less<>>& types() const { return types_; }

  /// The `scores` of a round, parsed and filed as they were put; null where there are none.
  const RoundScores* scores(std::string_view round) const;

 private:
  void file_score(std::string_view id, const std::shared_ptr<const Resource>& resource);
  void forget_score(std::string_view id, const Resource& old);

  std::map<std::string, std::shared_ptr<Collection>, std::less<>> types_;
  std::map<std::string, std::shared_ptr<RoundScores>, std::less<>> scores_;  ///< by round
};

/// An upsert (`data` is the whole resource), or a deletion (`data` is null).
struct Event {
  std::string type;
  std::string id;
  Json data;
};

/// Is this a type of the API at all, and may clients write it by PUT, PATCH, DELETE and events?
bool is_type(std::string_view type);
bool is_writable_type(std::string_view type);
bool is_id(std::string_view id);  ///< [A-Za-z0-9][A-Za-z0-9_.-]{0,63}

/// A resource's own shape: field types, ranges, decimals (numbers become strings), texts, ids.
/// `before` is the resource as it stands, or null: fields that only commands write (a timer's
/// state) are taken from it. Pointers are relative to the resource.
tl::expected<Json, std::vector<FieldError>> normalise(std::string_view type, std::string_view id, const Json& data,
                                                      const Json* before);

/// What one resource refers to, or what is wrong between several. `type` and `id` say in which.
struct ResourceError {
  std::string type;
  std::string id;
  FieldError error;
};

/// The rules between resources, after all events of a request are applied: references, one score
/// for (round, contestant, judge), marks against the round's criteria, a changed scoring against
/// the stored marks. Looks at `changed` (type, id) and at what depends on it.
std::vector<ResourceError> check(const Store& after, std::span<const std::pair<std::string, std::string>> changed);

/// Who refers to a resource: for the answer to a DELETE.
struct Reference {
  std::string type;
  std::string id;
  std::string pointer;
};
std::vector<Reference> references_to(const Store& store, std::string_view type, std::string_view id);

/// Facts that follow from a change and belong into the same transaction: the `reveals` of rows
/// that became public, the `confirms` that lapse, and the `corrections` of a closed round. `now_ms` is
/// show time.
std::vector<Event> consequences(const Store& before, const Store& after, std::int64_t now_ms);

/// A `reveals` resource with what these marks come to in place of what was frozen; it stays as it is where the round
/// has no such row. For a past show that is put right: `consequences()` never writes a sealed row anew.
Json revealed_anew(const Store& store, Json reveal);

/// Of a contestant, in a round.
struct RowName {
  std::string round;
  std::string contestant;
};

/// Whose marks have come to be all in by a change, which they were not before: by round, in running order.
std::vector<RowName> marks_completed(const Store& before, const Store& after);

enum class Audience { everyone, operators };

/// How far down a standings document goes. A large round has tens of thousands of marks; who does
/// not show them should not ask for them.
enum class Detail {
  totals,    ///< neither `criteria` nor `panels`
  criteria,  ///< down to each criterion's value, and each panel's
  marks,     ///< down to each judge's marks
};

/// The standings document of docs/scoring.md, without `token` and `revision`. `group` empty: all
/// contestants. not_found where the round or group is unknown, or not public.
tl::expected<Json, Refusal> standings(const Store& store, std::string_view round, std::string_view group,
                                      Audience audience, Detail detail = Detail::marks);
/// The same with only those members, in whatever object of it: `rows` and what else is wanted.
tl::expected<Json, Refusal> standings_with(std::span<const std::string_view> members, const Store& store,
                                           std::string_view round, std::string_view group, Audience audience,
                                           Detail detail);
/// The same as JSON text, in a fraction of the time.
tl::expected<std::string, Refusal> standings_text(const Store& store, std::string_view round, std::string_view group,
                                                  Audience audience, Detail detail = Detail::marks);

/// The contestants of a round in running order: those it lists, or else everybody, by number.
std::vector<std::string> running_order(const Store& store, const Json& round);

/// The audience sees nothing of a round before it is open, not even that there is one.
bool round_is_visible(const Json& round, Audience audience);

/// May the audience see a round's running order? Not that of a round which is not public; and one that
/// tells an outcome only once everybody whom it names is public there. It tells that of the round in
/// `outcome_of`, and of a round that it carries where it leaves out somebody of a group from which it
/// names others: those went on.
bool order_is_visible(const Store& store, const Json& round, Audience audience);

/// A board with `outcome_of` tells the outcome of that round: of the contestants after whom its rows are
/// named, or of everybody where a row is named after none of the round's. One with `source` is visible as
/// its round is; its rows are chosen by board_rows().
bool board_is_visible(const Store& store, const Json& board, Audience audience);

/// The columns that a board with a `source` may have besides the criteria and panels of its round.
inline constexpr std::array<std::string_view, 8> kBoardColumns = {"rank",         "number", "name",  "group",
                                                                  "organization", "total",  "stars", "change"};

/// A row of a board with a `source`.
struct BoardRow {
  std::string contestant;
  int rank = 0;  ///< from 1
  Json values;   ///< {total, stars, criteria: {id: value}, panels: {id: value}}, as a row of the standings has them
};

/// What a board's `source`, {round, group?, by?, limit?}, takes from the standings, as this audience may see them:
/// the best first by the total (as the standings rank them), a criterion's value or a panel's. Who has no rank,
/// or no such value, is left out. `values` go down to `detail`. Nothing where the audience may not see the
/// round.
std::optional<std::vector<BoardRow>> board_rows(const Store& store, const Json& source, Audience audience,
                                                Detail detail);

/// An award tells who won in its round, and for operators is visible always. The audience never sees one
/// without a round, or without contestants.
bool award_is_visible(const Store& store, const Json& award, Audience audience);

/// What the audience may see, as one document, without `revision`. It changes only when something
/// public does.
Json public_results(const Store& store);
std::string public_results_text(const Store& store);

/// The JSON text of an object, with one more member.
std::string with_member(std::string object, std::string_view name, std::uint64_t value);

/// `public_delay_ms` of the contest: 0 … kMostPublicDelayMs.
constexpr std::int64_t kMostPublicDelayMs = 600'000;
std::int64_t public_delay_ms(const Store& store);

/// The store that public documents are made of while they are held back: `due`, whose turn it is, but for what has been
/// taken back or written anew since, up to `newest`. Of a reveal, a confirmation, an award, a score, an adjustment, a
/// total, a tie's decision and a round the audience is told what stood for the whole delay, and until then what it was
/// told last, in `shown`; a round that it was not told of is as good as planned. Everything else is as in `due`.
Store held_back(const Store& shown, const Store& due, const Store& newest);

/// Commands on timers: start, pause, resume, reset, add. Returns the timer's new data; equal to
/// the old where the command changes nothing. `body` is {} or, for add, {ms}.
tl::expected<Json, Refusal> timer_command(const Json& timer, std::string_view verb, const Json& body,
                                          std::int64_t now_ms);

/// `POST /stage`: {round, contestant, segment}, {clear: true} or {next: true}. Returns the events
/// that it means (none: nothing changes).
tl::expected<std::vector<Event>, Refusal> stage_command(const Store& store, const Json& body, std::int64_t now_ms);

/// `POST /rounds/{id}/reveal`.
tl::expected<std::vector<Event>, Refusal> reveal_command(const Store& store, std::string_view round, const Json& body,
                                                         std::int64_t now_ms);

/// `POST /rounds/{id}/confirm`: {contestant} or {all: true}, which takes those that are complete.
tl::expected<std::vector<Event>, Refusal> confirm_command(const Store& store, std::string_view round, const Json& body,
                                                          std::int64_t now_ms);

/// `POST /rounds/{id}/order`: {draw: {seed}}, {ranking: {round, group, awarded, reversed}}, or both: those
/// of the ranking, drawn. The round keeps how it was made, in `order_made` and `outcome_of`.
tl::expected<std::vector<Event>, Refusal> order_command(const Store& store, std::string_view round, const Json& body,
                                                        std::int64_t now_ms);

/// `POST /rehearsal/marks`, {round, contestant?, audience?}: scores with a mark for each that is missing, within the
/// criterion's min, max and step, or in the Skating System a place. Marks that are there, and judges who are absent,
/// stay. The same seed gives the same. Of a vote: a ballot of each judge who has cast none, and so many of the
/// audience, where it votes, that there are `audience` (0 to 5,000; 50 where it is not said). conflict where the totals
/// are given.
tl::expected<std::vector<Event>, Refusal> invented_scores(const Store& store, const Json& body, std::uint64_t seed);

/// RFC 3339, UTC, milliseconds, `Z`: "2022-07-31T01:02:03.004Z".
std::string format_time(std::int64_t ms);
std::optional<std::int64_t> parse_time(std::string_view text);

}  // namespace leitai::contest
