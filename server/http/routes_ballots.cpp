// SPDX-License-Identifier: GPL-2.0-or-later
// The operators' side of the ballots: codes, who is there and what came in, locks and absences.
#include <algorithm>

#include "server/http/app.h"
#include "server/http/body.h"
#include "server/http/feed_loop.h"
#include "server/http/peer.h"
#include "server/http/problem.h"
#include "server/http/submit.h"

namespace leitai::http {
namespace {

using contest::Json;
using show::BallotVerb;

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kUsualMinutes = 12 * 60;
constexpr std::int64_t kMostMinutes = 7 * 24 * 60;
/// A hall that votes changes the document hundreds of times in a second; people see ten.
constexpr std::chrono::milliseconds kPace{100};

Json time_or_null(std::int64_t ms) {
  return ms > 0 ? Json(contest::format_time(ms)) : Json();
}

Json told(const Ballots::Refused& refused) {
  return {{"count", refused.count}, {"last", time_or_null(refused.last_ms)}};
}

bool is_over(const Json& code, std::int64_t now_ms) {
  return !code.contains("entered") && contest::parse_time(code.value("expires", "")).value_or(0) <= now_ms;
}

/// What may be told of a code, with what this program has seen of its holder.
Json code_entry(App& app, const std::string& id, const Json& code) {
  const std::int64_t now_ms = app.show.now_ms();
  const Ballots::Presence presence = app.ballots.presence(id);
  Json entry = show::code_without_secrets(code);
  entry["id"] = id;
  entry["expired"] = is_over(code, now_ms);
  entry["connected"] = presence.connected(now_ms);
  entry["seen"] = time_or_null(presence.seen_ms);
  entry["refused"] = told(presence.refused);
  return entry;
}

/// What a judge has done with each contestant: marks come first, then what the phone has shown.
void complete_cells(App& app, const std::string& round, const Ballots::Presence& presence, Json& judge) {
  const auto complete = [&](Json& cell, bool shown) {
    cell["time"] = cell.contains("position") ? time_or_null(app.ballots.time_of(cell["position"])) : Json();
    if (cell["state"] == "none" && shown) {
      cell["state"] = "seen";
    }
  };
  if (judge.contains("ballot")) {
    complete(judge["ballot"], presence.seen_ms > 0);
    return;
  }
  std::string on_stage = round + '/';
  for (auto& [contestant, cell] : judge["cells"].items()) {
    on_stage.resize(round.size() + 1);
    on_stage += contestant;
    complete(cell, presence.told.contains(on_stage));
  }
}

/// Codes by whom they belong to.
struct CodeIndex {
  std::map<std::string, std::pair<std::string, const Json*>> of_person;
  Json of_audience = {{"codes", 0}, {"entered", 0}, {"connected", 0}};
};

CodeIndex codes_of(App& app, const contest::Store& store, const std::string& round) {
  CodeIndex index;
  const auto count = [&](const char* what) { index.of_audience[what] = index.of_audience[what].get<int>() + 1; };
  for (const auto& [id, code] : store.all(show::kBallotCodesType)) {
    const contest::Voter voter = show::voter_of(id, code->data);
    if (!voter.of_audience()) {
      index.of_person[voter.judge] = {id, &code->data};
    } else if (voter.round == round) {
      count("codes");
      if (code->data.contains("entered")) {
        count("entered");
      }
      if (app.ballots.presence(id).connected(app.show.now_ms())) {
        count("connected");
      }
    }
  }
  return index;
}

/// The round that is asked for, or that is on stage, or else the first that is open.
std::string chosen_round(const contest::Store& store, const Json& rounds, const std::string& wanted) {
  const contest::Resource* stage = store.find("stage", "stage");
  const std::string staged = stage != nullptr ? stage->data.value("round", "") : "";
  const auto has = [&](const std::string& id) {
    return std::any_of(rounds.begin(), rounds.end(), [&](const Json& round) { return round["id"] == id; });
  };
  if (!wanted.empty() || has(staged)) {
    return wanted.empty() ? staged : wanted;
  }
  const auto open =
      std::find_if(rounds.begin(), rounds.end(), [](const Json& round) { return round["state"] == "open"; });
  return open == rounds.end() ? std::string() : open->at("id").get<std::string>();
}

Json ballots_document(App& app, const std::string& wanted) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  Json document = {{"rounds", contest::ballot_rounds(snapshot->store)},
                   {"wrong_codes", told(app.ballots.wrong_codes())}};
  const std::string id = chosen_round(snapshot->store, document["rounds"], wanted);
  Json sheet = contest::ballot_sheet(snapshot->store, id);
  if (sheet.is_object()) {
    const CodeIndex codes = codes_of(app, snapshot->store, id);
    for (Json& judge : sheet["judges"]) {
      const auto code = codes.of_person.find(judge["id"].get<std::string>());
      const bool known = code != codes.of_person.end();
      judge["code"] = known ? code_entry(app, code->second.first, *code->second.second) : Json();
      complete_cells(app, id, known ? app.ballots.presence(code->second.first) : Ballots::Presence(), judge);
    }
    if (sheet["audience"] == true) {
      const Json sent = sheet.value("ballots", Json(0));
      sheet["ballots"] = codes.of_audience;
      sheet["ballots"]["sent"] = sent;
    }
  }
  document["round"] = std::move(sheet);
  return document;
}

bool follow_ballots(App& app, const Identity& who, const std::string& round, StreamWriter& writer) {
  Json sent;
  const FeedPace pace{app.ballots.changes(), app.options.limits.heartbeat, kPace};
  return run_feed(pace, writer, [&](bool is_due) {
    if (!is_valid(who, app.show.snapshot()->store)) {
      return FeedState::cut_off;
    }
    Json document = ballots_document(app, round);
    std::string text;
    if (document != sent) {
      Json dated = document;
      dated["now"] = contest::format_time(app.show.now_ms());
      text = "event: ballots\ndata: " + json::dump(dated) + "\n\n";
      sent = std::move(document);
    }
    if (is_due) {
      text += heartbeat_event(app.show.now_ms());
    }
    return text.empty() || writer.write(text) ? FeedState::goes_on : FeedState::cut_off;
  });
}

struct Wish {
  std::string person;
  std::string round;
  std::int64_t count = 1;
  std::int64_t minutes = kUsualMinutes;
  bool replace = false;
};

/// Reads a member of its type, or notes what is wrong with it.
class Reader {
 public:
  explicit Reader(const Json& body) : body_(body) {}

  void text(const char* name, std::string& to) {
    if (const Json* value = find(name)) {
      value->is_string() ? void(to = value->get<std::string>()) : fail(name, "must be an id");
    }
  }
  void number(const char* name, std::int64_t most, std::int64_t& to) {
    const Json* value = find(name);
    if (value == nullptr) {
      return;
    }
    if (value->is_number_integer() && *value >= 1 && *value <= most) {
      to = value->get<std::int64_t>();
    } else {
      fail(name, "must be a whole number from 1 to " + std::to_string(most));
    }
  }
  void flag(const char* name, bool& to) {
    if (const Json* value = find(name)) {
      value->is_boolean() ? void(to = value->get<bool>()) : fail(name, "must be true or false");
    }
  }
  void fail(const std::string& name, const std::string& detail) { errors.push_back({'/' + name, detail}); }

  std::vector<contest::FieldError> errors;

 private:
  const Json* find(const char* name) const {
    const auto found = body_.find(name);
    return found == body_.end() ? nullptr : &*found;
  }
  const Json& body_;
};

tl::expected<Wish, Response> wish_of(const contest::Store& store, const Request& request) {
  const tl::expected<Json, Response> body = json_object(request);
  if (!body) {
    return tl::unexpected(body.error());
  }
  Wish wish;
  Reader reader(*body);
  reader.text("person", wish.person);
  reader.text("round", wish.round);
  reader.number("count", show::kMostCodesAtOnce, wish.count);
  reader.number("valid_minutes", kMostMinutes, wish.minutes);
  reader.flag("replace", wish.replace);
  for (const auto& [name, value] : body->items()) {
    if (name != "person" && name != "round" && name != "count" && name != "valid_minutes" && name != "replace") {
      reader.fail(json::escape_token(name), "is not known");
    }
  }
  if (wish.person.empty() == wish.round.empty()) {
    reader.fail("person", "say a person, or a round of which the audience votes");
  } else if (!wish.person.empty() && store.find("people", wish.person) == nullptr) {
    reader.fail("person", "there is no people/" + wish.person);
  } else if (!wish.person.empty() && wish.count != 1) {
    reader.fail("count", "a person has one code");
  } else if (!wish.round.empty() && !contest::has_ballot(store, {"", wish.round}, wish.round)) {
    reader.fail("round", "the audience has no vote there");
  }
  if (!reader.errors.empty()) {
    const auto& first = reader.errors.front();
    return tl::unexpected(problem(422, first.pointer + ": " + first.detail, reader.errors));
  }
  return wish;
}

/// Where phones find the ballot: as the program was told, or else where the operator's browser finds the pages.
std::string ballots_address(const App& app, const Head& head) {
  return app.options.ballots_at.empty() ? own_address(head) : app.options.ballots_at;
}

std::vector<show::NewBallotCode> make_codes(const contest::Store& store, const std::string& key, const Wish& wish,
                                            std::int64_t now_ms) {
  std::vector<std::string> taken;
  for (const auto& [id, code] : store.all(show::kBallotCodesType)) {
    taken.push_back(code->data.value("code", ""));
  }
  const Json whose = wish.round.empty() ? Json{{"person", wish.person}} : Json{{"round", wish.round}};
  std::vector<show::NewBallotCode> made;
  for (std::int64_t i = 0; i < wish.count; ++i) {
    made.push_back(show::make_ballot_code(key, whose, now_ms, now_ms + wish.minutes * kMsPerMinute, taken));
  }
  return made;
}

Response submit_body(App& app, const Request& request, BallotVerb verb) {
  tl::expected<Json, Response> body = json_object(request);
  return body ? submit(app, request, show::BallotCommand{verb, {}, std::move(*body)}) : std::move(body.error());
}

}  // namespace

Response get_ballots(App& app, const Request& request) {
  Json document = ballots_document(app, request.query_value("round").value_or(""));
  document["now"] = contest::format_time(app.show.now_ms());
  return answer(document);
}

Response get_ballots_stream(App& app, const Request& request) {
  return feed_response(
      "text/event-stream",
      {StreamKind::feed, [&app, who = *request.who, round = request.query_value("round").value_or("")](
                             StreamWriter& writer) { return follow_ballots(app, who, round, writer); }});
}

Response list_ballot_codes(App& app, const Request&) {
  const show::SnapshotPtr snapshot = app.show.snapshot();
  Json list = Json::array();
  for (const auto& [id, code] : snapshot->store.all(show::kBallotCodesType)) {
    list.push_back(code_entry(app, id, code->data));
  }
  return answer(list);
}

Response post_ballot_codes(App& app, const Request& request) {
  // An answer that is kept for a repetition would keep the codes.
  if (request.head.find("Idempotency-Key")) {
    return problem(400, "a code is told once: this call takes no Idempotency-Key");
  }
  const show::SnapshotPtr snapshot = app.show.snapshot();
  const tl::expected<Wish, Response> wish = wish_of(snapshot->store, request);
  if (!wish) {
    return wish.error();
  }
  const tl::expected<std::string, std::string> key = app.ballots.key();
  if (!key) {
    return problem(503, key.error());
  }
  const auto made = make_codes(snapshot->store, *key, *wish, app.show.now_ms());
  Json codes = Json::object();
  Json list = Json::array();
  for (const show::NewBallotCode& one : made) {
    codes[one.id] = one.data;
    const std::string link = ballots_address(app, request.head) + "/ballot#code=" + one.link;
    list.push_back({{"id", one.id}, {"code", one.code}, {"link", link}});
    if (app.hooks.qr_svg) {
      list.back()["link_qr"] = app.hooks.qr_svg(link);
    }
  }
  const auto added =
      submitted(app, request, show::BallotCommand{BallotVerb::add, {}, {{"codes", codes}, {"replace", wish->replace}}});
  if (!added) {
    return added.error();
  }
  Json answered = {{"expires", made.front().data.at("expires")}, {"position", added->token}};
  if (wish->round.empty()) {
    answered["person"] = wish->person;
  } else {
    answered["round"] = wish->round;
  }
  answered["codes"] = std::move(list);
  return answer(answered);
}

Response delete_ballot_codes(App& app, const Request& request) {
  const auto round = request.query_value("round");
  if (!round || round->empty()) {
    return problem(400, "say of which round: ?round=ID");
  }
  return submit(app, request, show::BallotCommand{BallotVerb::revoke, {}, {{"round", *round}}});
}

Response delete_ballot_code(App& app, const Request& request) {
  return submit(app, request, show::BallotCommand{BallotVerb::revoke, request.capture("id"), Json::object()});
}

Response post_ballot_release(App& app, const Request& request) {
  const tl::expected<Json, Response> body = json_object_or_empty(request);
  if (!body) {
    return body.error();
  }
  return submit(app, request, show::BallotCommand{BallotVerb::release, request.capture("id"), Json::object()});
}

Response post_ballot_lock(App& app, const Request& request) {
  return submit_body(app, request, BallotVerb::lock);
}

Response post_ballot_reopen(App& app, const Request& request) {
  return submit_body(app, request, BallotVerb::reopen);
}

Response post_ballot_absent(App& app, const Request& request) {
  return submit_body(app, request, BallotVerb::absent);
}

}  // namespace leitai::http
