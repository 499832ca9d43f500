// SPDX-License-Identifier: GPL-2.0-or-later
// Ballots as the writer sees them: codes and locks are facts, and outlive a restart; marks come from their own judge
// only.
#include <catch2/catch.hpp>
#include <fstream>

#include "server/show/ballots.h"
#include "server/show/recording.h"
#include "server/show/saved_state.h"
#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;
namespace contest = leitai::contest;

namespace {

const std::string kDevice = "00112233445566778899aabbccddeeff";
constexpr std::int64_t kHour = 3'600'000;

std::string key_of(Rig& rig) {
  return ballot_key(rig.file()).value();
}

NewBallotCode made(Rig& rig, const Json& whose) {
  std::vector<std::string> taken;
  return make_ballot_code(key_of(rig), whose, rig.now(), rig.now() + kHour, taken);
}

BallotCommand add(const NewBallotCode& code, bool replace = false) {
  return {BallotVerb::add, {}, {{"codes", {{code.id, code.data}}}, {"replace", replace}}};
}

BallotCommand enter(Rig& rig, const NewBallotCode& code, const std::string& device = kDevice) {
  const std::string bearer = ballot_bearer(key_of(rig), code.id, device);
  return {BallotVerb::enter,
          code.id,
          {{"device", kept_device(key_of(rig), device)}, {"bearer", kept_bearer(code.data, bearer)}}};
}

BallotCommand send(const NewBallotCode& code, const std::string& body) {
  return {BallotVerb::send, code.id, parsed(body)};
}

/// A judge of seed_contest() who has entered.
NewBallotCode judge(Rig& rig, const std::string& person) {
  NewBallotCode code = made(rig, {{"person", person}});
  rig.ok(add(code));
  rig.ok(enter(rig, code));
  return code;
}

const std::string kMarks = R"({"round": "morning", "contestant": "c1", "marks": {"content": "8", "delivery": "7"}})";

}  // namespace

TEST_CASE("codes that cannot be are refused") {
  Rig rig;
  seed_contest(rig);
  CHECK(rig.refused(add(made(rig, {{"person", "nobody"}}))).kind == RefusalKind::invalid);
  const NewBallotCode code = judge(rig, "j1");
  CHECK(rig.refused(add(code)).kind == RefusalKind::conflict);
  CHECK(rig.refused(add(made(rig, {{"person", "j1"}}))).members.at("state") == "entered");
  CHECK(rig.refused(BallotCommand{BallotVerb::revoke, "nobody", {}}).kind == RefusalKind::not_found);
  CHECK(rig.refused(BallotCommand{BallotVerb::release, "nobody", {}}).kind == RefusalKind::not_found);
  CHECK(rig.refused(BallotCommand{BallotVerb::enter, "nobody", {}}).kind == RefusalKind::not_found);
  NewBallotCode many = made(rig, {{"round", "morning"}});
  Json codes = Json::object();
  for (std::size_t i = 0; i < kMostBallotCodes; ++i) codes[std::to_string(i)] = Json{{"round", "morning"}, {"code", i}};
  CHECK(rig.refused(BallotCommand{BallotVerb::add, {}, {{"codes", codes}}}).kind == RefusalKind::conflict);
}

TEST_CASE("a code is entered once, in its time, by one device") {
  Rig rig;
  seed_contest(rig);
  const NewBallotCode first = judge(rig, "j1");
  const NewBallotCode second = made(rig, {{"person", "j2"}});
  rig.ok(add(second));
  const std::uint64_t before = rig.head();
  rig.ok(enter(rig, first));
  CHECK(rig.head() == before);
  CHECK(rig.refused(enter(rig, first, std::string(32, 'f'))).members.at("state") == "elsewhere");
  rig.advance(kHour);
  CHECK(rig.refused(enter(rig, second)).members.at("state") == "expired");
  rig.ok(enter(rig, first));
}

TEST_CASE("digits are found under the show's own key only") {
  Rig rig;
  seed_contest(rig);
  const NewBallotCode code = made(rig, {{"person", "j1"}});
  rig.ok(add(code));
  const contest::Store& store = rig.show().snapshot()->store;
  CHECK(ballot_code_of(store, key_of(rig), code.code) == code.id);
  CHECK(ballot_code_of(store, key_of(rig), code.link) == code.id);
  CHECK_FALSE(ballot_code_of(store, std::string(64, '0'), code.code).has_value());
  for (const std::string& other :
       {std::string(), code.code + "0", code.code.substr(1), code.link + "0", code.id + "."}) {
    INFO(other);
    CHECK_FALSE(ballot_code_of(store, key_of(rig), other).has_value());
  }
  // A key that was lost is made anew: what was kept under it opens nothing any more.
  std::filesystem::remove(ballot_key_file(rig.file()));
  CHECK_FALSE(ballot_code_of(store, key_of(rig), code.code).has_value());
  CHECK(ballot_code_of(store, key_of(rig), code.link) == code.id);
}

TEST_CASE("what is sent is the sender's own, and nothing from who was taken back") {
  Rig rig;
  seed_contest(rig);
  const NewBallotCode code = judge(rig, "j1");
  for (const char* body : {R"({"round": "none", "contestant": "c1", "marks": {"content": "8"}})",
                           R"({"round": "morning", "contestant": "c1", "marks": {"content": "800"}})",
                           R"({"round": "morning", "contestant": "c1", "marks": {"none": "8"}})",
                           R"({"round": "morning", "contestant": "none", "marks": {"content": "8"}})"}) {
    INFO(body);
    CHECK(rig.refused(send(code, body)).kind == RefusalKind::invalid);
  }
  rig.ok(send(code, kMarks));
  CHECK(rig.show().snapshot()->store.find("scores", "morning-c1-j1")->data.at("judge") == "j1");
  rig.ok(BallotCommand{BallotVerb::release, code.id, {}});
  CHECK(rig.refused(send(code, kMarks)).members.at("state") == "ended");
  rig.ok(BallotCommand{BallotVerb::revoke, code.id, {}});
  CHECK(rig.refused(send(code, kMarks)).members.at("state") == "ended");
}

TEST_CASE("a lock holds for those whom it names, over a restart, and no undo opens it") {
  Rig rig;
  seed_contest(rig);
  const NewBallotCode first = judge(rig, "j1");
  NewBallotCode second = made(rig, {{"person", "j2"}});
  rig.ok(add(second));
  rig.ok(enter(rig, second, std::string(32, 'a')));
  rig.ok(BallotCommand{BallotVerb::lock, {}, {{"round", "morning"}}});
  rig.ok(BallotCommand{BallotVerb::reopen, {}, {{"round", "morning"}, {"judge", "j2"}}});
  CHECK_FALSE(rig.show().submit({}, UndoCommand{}).has_value());
  rig.reopen();
  CHECK(rig.refused(send(first, kMarks)).members.at("state") == "locked");
  rig.ok(send(second, kMarks));
  rig.ok(BallotCommand{BallotVerb::lock, {}, {{"round", "morning"}, {"judge", "j2"}}});
  const std::uint64_t before = rig.head();
  rig.ok(BallotCommand{BallotVerb::lock, {}, {{"round", "morning"}}});
  CHECK(rig.head() == before);
  rig.ok(BallotCommand{BallotVerb::reopen, {}, {{"round", "morning"}}});
  CHECK(rig.show().snapshot()->store.find(contest::kBallotLocksType, "morning") == nullptr);
  rig.ok(send(first, kMarks));
}

TEST_CASE("a start from a saved state knows codes and locks as the journal does") {
  Rig rig;
  seed_contest(rig);
  const NewBallotCode code = judge(rig, "j1");
  rig.ok(BallotCommand{BallotVerb::lock, {}, {{"round", "morning"}, {"judge", "j1"}}});
  const auto kept = [&] { return rig.show().snapshot()->store.find(kBallotCodesType, code.id)->data; };
  const Json before = kept();
  rig.close();
  {
    const std::atomic<bool> go_on = false;
    const auto journal = leitai::journal::Journal::open(rig.file()).value();
    const State state = replayed(*journal).value().state;
    REQUIRE(journal->save_state(saved_state_of(state, saved_state_maker("0.1.0"), go_on).value(), go_on));
  }
  rig.reopen();
  CHECK(kept() == before);
  CHECK(rig.refused(send(code, kMarks)).members.at("state") == "locked");
}

TEST_CASE("a receipt hangs on the show, the position and the marks, and on nothing else") {
  const Json score = {{"round", "morning"}, {"contestant", "c1"}, {"judge", "j1"}, {"marks", {{"content", "8"}}}};
  const std::string receipt = ballot_receipt("show", 7, score);
  CHECK(receipt.size() == 9);
  CHECK(ballot_receipt("show", 7, score) == receipt);
  CHECK(ballot_receipt("show", 8, score) != receipt);
  CHECK(ballot_receipt("other", 7, score) != receipt);
  Json changed = score;
  changed["marks"]["content"] = "9";
  CHECK(ballot_receipt("show", 7, changed) != receipt);
}
