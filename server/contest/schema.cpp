// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/schema.h"

#include <algorithm>

#include "server/contest/contest.h"

namespace leitai::contest {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMostOrder = 1'000'000'000;

constexpr Field text(std::string_view name) {
  return {.name = name, .kind = Kind::text};
}
constexpr Field label(std::string_view name) {
  return {.name = name, .kind = Kind::label};
}
constexpr Field boolean(std::string_view name) {
  return {.name = name, .kind = Kind::boolean};
}
constexpr Field time(std::string_view name) {
  return {.name = name, .kind = Kind::time};
}
constexpr Field integer(std::string_view name, std::int64_t min, std::int64_t max) {
  return {.name = name, .kind = Kind::integer, .min = min, .max = max};
}
constexpr Field milliseconds(std::string_view name) {
  return integer(name, 0, 1000 * kDayMs);
}
constexpr Field decimal(std::string_view name) {
  return {.name = name, .kind = Kind::decimal};
}
constexpr Field weight(std::string_view name) {
  return {.name = name, .kind = Kind::weight};
}
constexpr Field choice(std::string_view name, std::string_view of) {
  return {.name = name, .kind = Kind::choice, .of = of};
}
constexpr Field id(std::string_view name, std::string_view of = {}) {
  return {.name = name, .kind = Kind::id, .of = of};
}
constexpr Field bound_id(std::string_view name, std::string_view of) {
  return {.name = name, .kind = Kind::bound_id, .of = of};
}
constexpr Field ids(std::string_view name, std::string_view of = {}) {
  return {.name = name, .kind = Kind::ids, .of = of};
}
constexpr Field object(std::string_view name, std::span<const Field> fields) {
  return {.name = name, .kind = Kind::object, .fields = fields};
}
constexpr Field objects(std::string_view name, std::span<const Field> fields) {
  return {.name = name, .kind = Kind::objects, .fields = fields};
}
constexpr Field required(Field field) {
  field.flags |= kRequired;
  return field;
}
constexpr Field nullable(Field field) {
  field.flags |= kNullable;
  return field;
}
constexpr Field closed(Field field) {
  field.flags |= kClosed;
  return field;
}

constexpr Field kContest[] = {text("name"),   text("subtitle"),  text("logo"),
                              text("locale"), text("time_zone"), integer("public_delay_ms", 0, kMostPublicDelayMs)};

constexpr Field kChannels[] = {choice("audience", "public|operator"), integer("width", 16, 16384),
                               integer("height", 16, 16384), text("theme"), choice("motion", "full|reduced")};

constexpr Field kGroups[] = {text("name"), text("short_name"), integer("order", -kMostOrder, kMostOrder)};

constexpr Field kContestants[] = {
    text("name"),   label("number"), id("group", "groups"),     text("organization"), text("title"),
    text("origin"), text("photo"),   id("supporter", "people"), boolean("remote"),    boolean("withdrawn")};

constexpr Field kPeople[] = {text("name"), text("title"), text("organization"),
                             choice("role", "judge|reviewer|supporter|host|guest"), text("photo")};

constexpr Field kSegment[] = {required(id("id")),
                              text("name"),
                              {.name = "speaker", .kind = Kind::speaker, .of = "people"},
                              milliseconds("duration_ms"),
                              milliseconds("warn_ms"),
                              milliseconds("danger_ms"),
                              choice("overtime", "count|stop")};

constexpr Field kCriterion[] = {required(id("id")), text("name"),    decimal("min"),
                                decimal("max"),     decimal("step"), weight("weight")};

constexpr Field kPanel[] = {required(id("id")),
                            text("name"),
                            weight("weight"),
                            {.name = "judges", .kind = Kind::judges, .of = "people"},
                            ids("criteria"),
                            integer("drop_high", 0, 1000),
                            integer("drop_low", 0, 1000),
                            integer("drop_from", 1, 10'000),
                            choice("average", "mean|median|sum")};

constexpr Field kRoundTo[] = {nullable(integer("panel", 0, 9)), nullable(integer("criterion", 0, 9)),
                              nullable(integer("weighted", 0, 9)), nullable(integer("total", 0, 9))};

constexpr Field kCarry[] = {required(id("round", "rounds")), weight("weight")};

constexpr Field kTieBreak[] = {
    required(choice("by", "criteria|panel|adjustments|carry|highest_mark|lowest_mark|manual")), ids("ids"), id("id"),
    choice("kind", "bonus|penalty|component"), id("round", "rounds")};

constexpr Field kStars[] = {required(decimal("from")), required(integer("stars", 0, 100))};

constexpr Field kScoring[] = {choice("method", "marks|votes|places|skating|given"),
                              closed(objects("criteria", kCriterion)),
                              closed(objects("panels", kPanel)),
                              choice("trim", "criterion|judge_total"),
                              choice("rounding", "half_up|half_even|down"),
                              closed(object("round_to", kRoundTo)),
                              choice("missing", "ignore|zero|block"),
                              closed(objects("carry", kCarry)),
                              closed(objects("tie_break", kTieBreak)),
                              choice("ranking", "standard|dense"),
                              closed(objects("stars", kStars)),
                              {.name = "points", .kind = Kind::decimal_list},
                              {.name = "max_choices", .kind = Kind::limit, .of = "groups", .max = 1'000'000}};

constexpr Field kQuota[] = {integer("total", 0, 1'000'000),
                            {.name = "groups", .kind = Kind::counts, .of = "groups", .min = 0, .max = 1'000'000}};

constexpr Field kRounds[] = {text("name"),
                             integer("order", -kMostOrder, kMostOrder),
                             choice("state", "planned|open|closed"),
                             ids("contestants", "contestants"),
                             objects("segments", kSegment),
                             choice("visibility", "sealed|live|running"),
                             boolean("confirm"),
                             choice("reveal_ranks", "shown|final"),
                             id("compare_to", "rounds"),
                             id("outcome_of", "rounds"),
                             closed(object("scoring", kScoring)),
                             object("quota", kQuota)};

constexpr Field kScores[] = {required(id("round", "rounds")),
                             id("contestant", "contestants"),
                             required(id("judge", "people")),
                             {.name = "marks", .kind = Kind::decimals},
                             boolean("absent"),
                             ids("choices", "contestants")};

constexpr Field kAdjustments[] = {required(id("round", "rounds")), required(id("contestant", "contestants")),
                                  required(decimal("points")), required(choice("kind", "bonus|penalty|component")),
                                  text("reason")};

constexpr Field kTotals[] = {required(id("round", "rounds")), required(id("contestant", "contestants")),
                             decimal("total"), integer("rank", 1, 1'000'000)};

constexpr Field kTiebreaks[] = {required(id("round", "rounds")), required(ids("order", "contestants"))};

constexpr Field kStage[] = {id("round", "rounds"), id("contestant", "contestants"), id("segment"), time("since")};

constexpr Field kTimers[] = {text("label"),           choice("mode", "down|up"), milliseconds("duration_ms"),
                             milliseconds("warn_ms"), milliseconds("danger_ms"), choice("overtime", "count|stop")};

constexpr Field kColumn[] = {required(id("id")), text("name"), choice("kind", "text|decimal|stars|bar")};
constexpr Field kBoardRow[] = {required(id("id")), text("name"), {.name = "cells", .kind = Kind::cells}};
constexpr Field kBoardSource[] = {
    required(id("round", "rounds")), id("group", "groups"), {.name = "by"}, integer("limit", 1, 100'000)};
constexpr Field kBoards[] = {text("name"),
                             text("unit"),
                             object("source", kBoardSource),
                             objects("columns", kColumn),
                             objects("rows", kBoardRow),
                             {.name = "sort"},
                             id("compare_to", "boards"),
                             id("outcome_of", "rounds")};

constexpr Field kMessages[] = {text("text"), integer("priority", -kMostOrder, kMostOrder), time("until")};

constexpr Field kAwards[] = {text("citation"), ids("contestants", "contestants"), id("round", "rounds"),
                             id("group", "groups")};

constexpr Field kScoreBind[] = {id("round", "rounds"), bound_id("contestant", "contestants")};
constexpr Field kVersusBind[] = {id("round", "rounds"), id("a", "contestants"), id("b", "contestants")};
constexpr Field kBind[] = {bound_id("contestant", "contestants"),
                           bound_id("person", "people"),
                           id("timer", "timers"),
                           id("round", "rounds"),
                           id("group", "groups"),
                           integer("limit", 1, 100'000),
                           object("score", kScoreBind),
                           object("versus", kVersusBind),
                           id("board", "boards"),
                           id("awards", "rounds"),
                           id("running_order", "rounds"),
                           boolean("messages"),
                           boolean("stage"),
                           boolean("follow")};
constexpr Field kCues[] = {text("name"),
                           text("note"),
                           boolean("skip"),
                           id("template"),
                           id("channel", "channels"),
                           integer("layer", 0, 1'000'000),
                           object("bind", kBind),
                           {.name = "data"},
                           milliseconds("duration_ms"),
                           ids("cues", "cues")};
constexpr Field kRundown[] = {ids("items", "cues"), boolean("locked")};

constexpr Field kWhen[] = {required(choice("on", "called|clock|marks|revealed|scene|recording|streaming")),
                           id("round", "rounds"),
                           id("segment"),
                           choice("speaker", "contestant|supporter|reviewer"),
                           id("timer", "timers"),
                           integer("remaining_ms", -kDayMs, 1000 * kDayMs),
                           choice("who", "any|stage"),
                           text("scene"),
                           choice("state", "started|stopped")};
constexpr Field kRuleTake[] = {id("template"),
                               id("channel", "channels"),
                               integer("layer", 0, 1'000'000),
                               {.name = "bind"},
                               {.name = "data"},
                               milliseconds("duration_ms"),
                               id("cue", "cues"),
                               boolean("next")};
constexpr Field kRuleOut[] = {id("channel", "channels"), integer("layer", 0, 1'000'000)};
constexpr Field kDo[] = {object("take", kRuleTake), id("cue", "cues"), id("ready", "cues"), object("out", kRuleOut)};
constexpr Field kRules[] = {text("name"), required(closed(object("when", kWhen))), required(closed(object("do", kDo))),
                            boolean("held")};

constexpr ResourceType kTypes[] = {
    {.name = "contest", .fields = kContest, .only_id = "contest"},
    {.name = "channels", .fields = kChannels},
    {.name = "groups", .fields = kGroups},
    {.name = "contestants", .fields = kContestants},
    {.name = "people", .fields = kPeople},
    {.name = "rounds", .fields = kRounds},
    {.name = "scores", .fields = kScores},
    {.name = "adjustments", .fields = kAdjustments},
    {.name = "totals", .fields = kTotals},
    {.name = "tiebreaks", .fields = kTiebreaks},
    {.name = "stage", .fields = kStage, .writable = false, .only_id = "stage"},
    {.name = "timers", .fields = kTimers},
    {.name = "boards", .fields = kBoards},
    {.name = "messages", .fields = kMessages},
    {.name = "awards", .fields = kAwards},
    {.name = "cues", .fields = kCues},
    {.name = "rundown", .fields = kRundown, .only_id = "rundown"},
    {.name = "playhead", .fields = {}, .writable = false, .only_id = "playhead"},
    {.name = "rules", .fields = kRules},
    {.name = "firings", .fields = {}, .writable = false},
    {.name = "obs", .fields = {}, .writable = false},
    {.name = "reveals", .fields = {}, .writable = false},
    {.name = "confirms", .fields = {}, .writable = false},
    {.name = "corrections", .fields = {}, .writable = false},
    {.name = "air", .fields = {}, .writable = false},
    {.name = "automation", .fields = {}, .writable = false},
};

}  // namespace

std::span<const ResourceType> resource_types() {
  return kTypes;
}

const ResourceType* find_type(std::string_view name) {
  const auto found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [name](const ResourceType& type) { return type.name == name; });
  return found == std::end(kTypes) ? nullptr : found;
}

}  // namespace leitai::contest
