// SPDX-License-Identifier: GPL-2.0-or-later
// A judge's own side of the ballots: to enter, to be told what to mark, to send marks.
#include <algorithm>

#include "server/http/app.h"
#include "server/http/body.h"
#include "server/http/conditions.h"
#include "server/http/digest.h"
#include "server/http/feed_loop.h"
#include "server/http/peer.h"
#include "server/http/problem.h"
#include "server/http/submit.h"

namespace leitai::http {
namespace {

using contest::Json;

constexpr std::size_t kRevisionDigits = 16;
constexpr std::size_t kMostCode = 64;

bool is_device(std::string_view text) {
  return text.size() >= 32 && text.size() <= 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// A code as people write it: "123 456", "1234-5678".
std::string without_gaps(std::string_view text) {
  std::string code(text);
  std::erase_if(code, [](char c) { return c == ' ' || c == '-'; });
  return code;
}

Response state_problem(int status, const char* state, const std::string& detail) {
  return problem_with(status, detail, Json::array(), Json{{"state", state}});
}

struct Entry {
  std::string code;
  std::string device;
};

tl::expected<Entry, Response> entry_of(const Request& request) {
  const tl::expected<Json, Response> body = json_object(request);
  if (!body) {
    return tl::unexpected(body.error());
  }
  const auto text = [&](const char* name) {
    const auto found = body->find(name);
    return found != body->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const Entry entry{without_gaps(text("code")), text("device")};
  std::vector<contest::FieldError> errors;
  if (entry.code.empty() || entry.code.size() > kMostCode) {
    errors.push_back({"/code", "must be a code"});
  }
  if (!is_device(entry.device)) {
    errors.push_back({"/device", "must be 32 to 64 hexadecimal digits, which the device keeps"});
  }
  for (const auto& [name, value] : body->items()) {
    if (name != "code" && name != "device") {
      errors.push_back({'/' + json::escape_token(name), "is not known"});
    }
  }
  if (!errors.empty()) {
    return tl::unexpected(problem(422, errors.front().pointer + ": " + errors.front().detail, errors));
  }
  return entry;
}

Response entered(App& app, const std::string& key, const std::string& id, const std::string& device) {
  const show::SnapshotPtr before = app.show.snapshot();
  const contest::Resource* code = before->store.find(show::kBallotCodesType, id);
  if (code == nullptr) {
    return state_problem(403, "wrong", "there is no such code");
  }
  const contest::Voter voter = show::voter_of(id, code->data);
  const std::string bearer = show::ballot_bearer(key, id, device);
  const Json body = {{"device", show::kept_device(key, device)}, {"bearer", show::kept_bearer(code->data, bearer)}};
  const auto outcome = app.show.submit(show::Caller{show::voter_name(voter), std::nullopt},
                                       show::BallotCommand{show::BallotVerb::enter, id, body});
  if (!outcome) {
    if (outcome.error().members.value("state", "") == "elsewhere") {
      app.ballots.note_refused_device(id);
    }
    return problem(outcome.error());
  }
  Json told = {{"ballot", id}, {"token", bearer}, {"audience", voter.of_audience()}};
  told[voter.of_audience() ? "round" : "person"] = voter.of_audience() ? voter.round : voter.judge;
  return answer(told);
}

/// A voter's document, ready to send, and what it says of the stage.
struct ReadyBallot {
  std::string revision;
  std::string text;
  std::string on_stage;
};

void add_receipt(App& app, const Json& score, Json& at) {
  const Json position = at.value("position", Json());
  at.erase("position");
  at["receipt"] = nullptr;
  if (position.is_number()) {
    const auto token = position.get<std::uint64_t>();
    at["receipt"] = {{"position", token},
                     {"time", contest::format_time(app.ballots.time_of(token))},
                     {"code", show::ballot_receipt(app.show.show_id(), token, score)}};
  }
}

/// The voter's own score that stands at a position.
Json score_at(const contest::Store& store, const Json& round, const Json& contestant, const std::string& judge) {
  static const std::string kNone;
  const contest::Resource* own =
      contest::own_ballot(store, round.at("id").get_ref<const std::string&>(), judge,
                          contestant.is_null() ? kNone : contestant.at("id").get_ref<const std::string&>());
  return own == nullptr ? Json() : own->data;
}

ReadyBallot ready_ballot(App& app, const show::Snapshot& snapshot, const std::string& id) {
  const contest::Resource* code = snapshot.store.find(show::kBallotCodesType, id);
  const contest::Voter voter = code == nullptr ? contest::Voter{} : show::voter_of(id, code->data);
  Json document = contest::ballot_document(snapshot.store, voter);
  for (Json& round : document["rounds"]) {
    if (round.contains("position")) {
      add_receipt(app, score_at(snapshot.store, round, nullptr, voter.judge), round);
    }
    for (Json& contestant : round["contestants"]) {
      if (contestant.contains("position")) {
        add_receipt(app, score_at(snapshot.store, round, contestant, voter.judge), contestant);
      }
    }
  }
  document["mode"] = app.show.options().rehearsal ? "rehearsal" : "show";
  ReadyBallot ready;
  ready.revision = sha256_hex(json::dump(document)).substr(0, kRevisionDigits);
  document["revision"] = ready.revision;
  document["now"] = contest::format_time(app.show.now_ms());
  ready.text = json::dump(document);
  if (const Json& stage = document["stage"]; stage.is_object()) {
    ready.on_stage = stage["round"].get<std::string>() + "/" + stage["contestant"].get<std::string>();
  }
  return ready;
}

/// Counted among the connected while it lives.
class OpenStream {
 public:
  OpenStream(Ballots& ballots, std::string code) : ballots_(ballots), code_(std::move(code)) {
    ballots_.enter_stream(code_);
  }
  ~OpenStream() { ballots_.leave_stream(code_); }
  OpenStream(const OpenStream&) = delete;
  OpenStream& operator=(const OpenStream&) = delete;

 private:
  Ballots& ballots_;
  const std::string code_;
};

/// A phone is told no more often than it is looked at: a hundred of them must not make a document each for every mark.
constexpr std::chrono::milliseconds kBetweenBallots{250};

bool follow_ballot(App& app, const Identity& who, StreamWriter& writer) {
  const OpenStream open(app.ballots, who.token_id);
  std::string sent;
  return run_feed({app.publication.records(), app.options.limits.heartbeat, kBetweenBallots}, writer, [&](bool is_due) {
    const show::SnapshotPtr snapshot = app.show.snapshot();
    if (!is_valid(who, snapshot->store)) {
      return writer.write("event: ended\ndata: {}\n\n") ? FeedState::complete : FeedState::cut_off;
    }
    const ReadyBallot ready = ready_ballot(app, *snapshot, who.token_id);
    std::string text;
    if (ready.revision != sent) {
      text = "event: ballot\nid: " + ready.revision + "\ndata: " + ready.text + "\n\n";
      sent = ready.revision;
    }
    if (is_due) {
      text += heartbeat_event(app.show.now_ms());
    }
    if (!text.empty()) {
      if (!writer.write(text)) {
        return FeedState::cut_off;
      }
      app.ballots.note_told(who.token_id, ready.on_stage);
    }
    return FeedState::goes_on;
  });
}

/// 403 where the marks are another's to give.
std::optional<Response> refuse_others(const contest::Store& store, const contest::Voter& voter, const Json& body) {
  const auto judge = body.find("judge");
  if (judge != body.end() && *judge != voter.judge) {
    return problem(403, "a ballot holds its own judge's marks only");
  }
  const auto round = body.find("round");
  const bool known = round != body.end() && round->is_string() &&
                     store.find("rounds", round->get_ref<const std::string&>()) != nullptr;
  if (known && !contest::has_ballot(store, voter, round->get_ref<const std::string&>())) {
    return problem(403, "you have no ballot in this round");
  }
  return std::nullopt;
}

}  // namespace

Response post_ballot_enter(App& app, const Request& request) {
  const tl::expected<Entry, Response> entry = entry_of(request);
  if (!entry) {
    return entry.error();
  }
  const tl::expected<std::string, std::string> key = app.ballots.key();
  if (!key) {
    return problem(503, "codes cannot be checked now: their key cannot be read");
  }
  // A personal link holds 128 random bits and is found by nobody, so it opens however many others try digits.
  const bool typed = entry->code.find('.') == std::string::npos;
  const std::string address = asking_address(request.head, app.options.proxies);
  if (const auto wait_ms = typed ? app.ballots.begin_attempt(address) : std::nullopt) {
    return too_many("too many codes were tried", *wait_ms);
  }
  const auto id = show::ballot_code_of(app.show.snapshot()->store, *key, entry->code);
  if (!id) {
    app.ballots.note_wrong_code();
    return state_problem(403, "wrong", "this code is not right, or is not valid any more");
  }
  Response response = entered(app, *key, *id, entry->device);
  if (typed && response.status == 200) {
    app.ballots.forgive_attempt(address);
  }
  return response;
}

Response get_ballot(App& app, const Request& request) {
  const ReadyBallot ready = ready_ballot(app, *app.show.snapshot(), request.who->token_id);
  app.ballots.note_told(request.who->token_id, ready.on_stage);
  app.ballots.note_asked(request.who->token_id);
  Response response{200, "application/json", ready.text, {{"Cache-Control", "private, no-cache"}}, {}};
  return unless_known(request.head, '"' + ready.revision + '"', std::move(response));
}

Response get_ballot_stream(App& app, const Request& request) {
  return feed_response("text/event-stream", {StreamKind::ballot, [&app, who = *request.who](StreamWriter& writer) {
                                               return follow_ballot(app, who, writer);
                                             }});
}

Response put_ballot_marks(App& app, const Request& request) {
  tl::expected<Json, Response> body = json_object(request);
  if (!body) {
    return body.error();
  }
  const std::string& id = request.who->token_id;
  const show::SnapshotPtr before = app.show.snapshot();
  const contest::Resource* code = before->store.find(show::kBallotCodesType, id);
  if (code == nullptr) {
    return problem(403, "this ballot was taken back");
  }
  if (auto refusal = refuse_others(before->store, show::voter_of(id, code->data), *body)) {
    return std::move(*refusal);
  }
  if (const auto wait_ms = app.ballots.begin_sending(id)) {
    return too_many("too many marks at once", *wait_ms);
  }
  auto sent = submitted(app, request, show::BallotCommand{show::BallotVerb::send, id, std::move(*body)});
  if (!sent) {
    return std::move(sent.error());
  }
  Json told = std::move(sent->body);
  Json& receipt = told["receipt"];
  const auto position = receipt["position"].get<std::uint64_t>();
  receipt["time"] = contest::format_time(app.ballots.time_of(position));
  // Further records of the command would tell what came of these marks.
  told["token"] = position;
  return answer(told);
}

}  // namespace leitai::http
