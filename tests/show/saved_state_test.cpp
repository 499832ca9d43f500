// SPDX-License-Identifier: GPL-2.0-or-later
// A start that goes on from a saved state comes to what the whole journal says; and one that cannot, does without.
#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <thread>

#include "server/show/recording.h"
#include "server/show/saved_state.h"
#include "tests/show/restless.h"

using namespace leitai;
using namespace leitai::show;
using namespace leitai::show::test;

namespace {

using journal::Journal;
using journal::SavedState;
using journal::Token;

const std::atomic<bool> kGoOn = false;
const std::string kMaker = saved_state_maker("0.1.0");  // the rig's version

SavedState saved_of(const State& state) {
  return saved_state_of(state, kMaker, kGoOn).value();
}

/// The states of a journal at the end of each millisecond that has commands.
std::vector<State> states_of(const Journal& journal) {
  std::vector<State> states;
  State state;
  CommandFold fold(state);
  const auto records = journal.read(0, 100'000).value();
  for (std::size_t i = 0; i < records.size(); ++i) {
    fold.record(records[i].actor, records[i].type, records[i].id, parsed(records[i].data), records[i].time_ms);
    if (i + 1 < records.size() && records[i + 1].command == records[i].command) continue;
    fold.finish();
    if (i + 1 < records.size() && records[i + 1].time_ms == records[i].time_ms) continue;
    settle(state);
    states.push_back(state);
  }
  return states;
}

/// A show after `acts` commands of a restless hall, closed.
void play(Rig& rig, std::uint32_t seed, int acts) {
  seed_contest(rig);
  rig.put("channels", "backstage", R"({"audience": "operator"})");
  Restless restless(seed);
  for (int i = 0; i < acts; ++i) restless.act(rig);
}

/// The same at several times: now, in what has just been, and in what the clock will change.
Json seen(Rig& rig) {
  Json documents = Json::array({everything(rig.show(), rig.now())});
  for (const std::int64_t at : {-5'000, -300, 200, 700, 9'000}) {
    documents.push_back(rig.show().air_document(rig.now() + at));
    documents.back().erase("token");
  }
  return documents;
}

void change(const Rig& rig, const std::string& sql) {
  SQLite::Database database(rig.file().string(), SQLite::OPEN_READWRITE);
  REQUIRE(database.exec(sql) > 0);
}

Token newest(Rig& rig) {
  return newest_saved_state(*Journal::open(rig.file()).value(), kMaker).token;
}

}  // namespace

TEST_CASE("a saved state and the records after it fold into the state of the whole journal") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u);
  CAPTURE(seed);
  Rig rig;
  play(rig, seed, 250);
  rig.close();
  const auto journal = Journal::open(rig.file()).value();
  const std::vector<State> states = states_of(*journal);
  const SavedState whole = saved_of(replayed(*journal).value().state);
  CHECK(whole.parts == saved_of(states.back()).parts);
  CHECK(states.size() > 60);
  for (std::size_t i = seed % 5; i < states.size(); i += 5) {
    CAPTURE(states[i].token);
    const SavedState saved = saved_of(states[i]);
    const State again = state_from(saved).value();
    REQUIRE(saved_of(again).parts == saved.parts);
    REQUIRE(saved_of(replayed(*journal, again).value().state).parts == whole.parts);
  }
}

TEST_CASE("a start from a saved state gives the same resources, air, picture and public document") {
  const std::uint32_t seed = GENERATE(11u, 12u, 13u, 14u);
  const int of_ten = GENERATE(1, 6, 10);
  CAPTURE(seed, of_ten);
  Rig rig;
  play(rig, seed, 150);
  const Json before = seen(rig);
  rig.close();
  Token token = 0;
  {
    const auto journal = Journal::open(rig.file()).value();
    const std::vector<State> states = states_of(*journal);
    const State& state = states[(states.size() - 1) * static_cast<std::size_t>(of_ten) / 10];
    token = state.token;
    REQUIRE(journal->save_state(saved_of(state), kGoOn));
  }
  CHECK(newest(rig) == token);
  rig.reopen();
  REQUIRE(seen(rig) == before);
}

TEST_CASE("what is wrong with a saved state makes a start do without it") {
  Rig rig;
  play(rig, 21, 120);
  const Json before = seen(rig);
  rig.close();
  {
    const auto journal = Journal::open(rig.file()).value();
    const std::vector<State> states = states_of(*journal);
    const State& state = states[states.size() / 2];
    const SavedState right = saved_of(state);
    State elsewhere = state;
    elsewhere.show_id.back() = elsewhere.show_id.back() == '0' ? '1' : '0';
    const auto with_last_part = [&](std::string part) {
      SavedState changed = right;
      changed.parts.back() = std::move(part);
      return changed;
    };
    const std::string& text = right.parts.back();
    const auto records = journal->read(0, 100'000).value();
    const auto within = std::find_if(records.begin(), records.end(), [](const auto& record) {
      return record.token > 100 && record.command != record.token;
    });
    REQUIRE(within != records.end());
    State torn = state;
    torn.token = within->token - 1;
    torn.time_ms = within->time_ms;
    State ahead = states.back();
    ahead.token += 1'000;
    State early = state;
    early.time_ms -= 1;

    std::vector<std::pair<const char*, SavedState>> wrong = {
        {"cut off", with_last_part(text.substr(0, text.size() / 2))},
        {"cut off between lines", with_last_part(text.substr(0, text.rfind('\n', text.size() - 2) + 1))},
        {"a line too many", with_last_part(text + "[]\n")},
        {"not JSON", with_last_part("{\n")},
        {"another shape", with_last_part("[]\n")},
        {"a head alone", with_last_part(text.substr(0, text.find('\n') + 1))},
        {"members of other types", with_last_part("{\"token\": \"x\"}\n")},
        {"nothing", with_last_part("")},
        {"no parts", {right.token, right.time_ms, kMaker, {}}},
        {"listed at another record", {right.token - 1, right.time_ms, kMaker, right.parts}},
        {"of another time", saved_of(early)},
        {"of another show", saved_of(elsewhere)},
        {"of a record to come", saved_of(ahead)},
        {"within a command", saved_of(torn)},
        {"of another program", {right.token, right.time_ms, saved_state_maker("0.0.9"), right.parts}},
    };
    CHECK(state_from(right));
    for (const auto& [what, saved] : wrong) {
      CAPTURE(what);
      REQUIRE(journal->save_state(saved, kGoOn));
      CHECK(newest_saved_state(*journal, kMaker).token == 0);
      REQUIRE(journal->forget_state(saved.token, kGoOn));
    }
    // An older one that is right is taken in its place.
    REQUIRE(journal->save_state(wrong.front().second, kGoOn));
    REQUIRE(journal->save_state(saved_of(states[10]), kGoOn));
    CHECK(newest_saved_state(*journal, kMaker).token == states[10].token);
    REQUIRE(journal->forget_state(states[10].token, kGoOn));
  }
  rig.reopen();
  REQUIRE(seen(rig) == before);
}

TEST_CASE("a saved state whose bytes are damaged is passed over") {
  Rig rig;
  play(rig, 31, 80);
  const Json before = seen(rig);
  rig.close();
  {
    const auto journal = Journal::open(rig.file()).value();
    REQUIRE(journal->save_state(saved_of(replayed(*journal).value().state), kGoOn));
  }
  CHECK(newest(rig) != 0);
  change(rig, "UPDATE saved_parts SET data = substr(data, 1, 60) || x'00' || substr(data, 62)");
  CHECK(newest(rig) == 0);
  rig.reopen();
  REQUIRE(seen(rig) == before);
}

TEST_CASE("a record that is missing after a saved state is told, as without one") {
  Rig rig;
  play(rig, 41, 60);
  rig.close();
  std::vector<State> states;
  {
    const auto journal = Journal::open(rig.file()).value();
    states = states_of(*journal);
    REQUIRE(journal->save_state(saved_of(states[20]), kGoOn));
  }
  change(rig, "DELETE FROM records WHERE token = " + std::to_string(states[20].token + 1));
  const auto opened = Show::open(rig.options());
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message.find("one before it is missing") != std::string::npos);
}

/// The longest delay, and the longest time that changes wait to be told together.
constexpr std::int64_t kAllTold = 602'400;

TEST_CASE("under a delay only a state is taken that is older than the longest delay") {
  Rig rig;
  seed_contest(rig);
  rig.put("contest", "contest", R"({"name": "Street arena", "public_delay_ms": 5000})");
  const std::int64_t delayed_at = rig.now();
  const Token delayed = rig.head();
  rig.advance(kAllTold - 1);
  rig.put("groups", "heads", R"({"name": "a"})");
  const auto saved_at = [&](Token token) {
    rig.close();
    const auto journal = Journal::open(rig.file()).value();
    for (const State& state : states_of(*journal)) {
      if (state.token == token) REQUIRE(journal->save_state(saved_of(state), kGoOn));
    }
  };
  saved_at(delayed);
  CHECK(newest(rig) == 0);
  rig.reopen();
  rig.advance(1);
  rig.put("groups", "heads", R"({"name": "b"})");
  CHECK(rig.now() == delayed_at + kAllTold);
  rig.close();
  CHECK(newest(rig) == delayed);

  // Saved while there is no delay: all of it has been told, whatever comes later.
  rig.reopen();
  rig.put("contest", "contest", R"({"name": "Street arena", "public_delay_ms": 0})");
  const Token free = rig.head();
  rig.advance(1);
  rig.put("contest", "contest", R"({"name": "Street arena", "public_delay_ms": 60000})");
  saved_at(free);
  CHECK(newest(rig) == free);
}

TEST_CASE("of the saved states those stay that a start may need") {
  const auto kept = [](const std::vector<std::int64_t>& times) {
    std::vector<SavedState> saved;
    for (const std::int64_t time : times) saved.push_back({static_cast<Token>(time), time, "", {}});
    std::vector<std::int64_t> left = times;
    for (const Token token : superfluous(saved)) std::erase(left, static_cast<std::int64_t>(token));
    return left;
  };
  using Times = std::vector<std::int64_t>;
  CHECK(kept({}) == Times{});
  CHECK(kept({5}) == Times{5});
  CHECK(kept({9, 8, 7, 6, 5}) == Times{9, 8, 5});
  CHECK(kept({902'400, 800'000, 700'000, 300'001, 300'000, 200'000, 1}) == Times{902'400, 800'000, 300'001, 300'000});
  // Saved every minute: there always is one that is older than the longest delay, and not much older than twice that.
  Times saved;
  for (std::int64_t now = 0; now < 6'000'000; now += 60'000) {
    saved.insert(saved.begin(), now);
    saved = kept(saved);
    CHECK(saved.size() <= 4);
    if (now < kAllTold) continue;
    const auto told =
        std::find_if(saved.begin(), saved.end(), [&](std::int64_t time) { return time <= now - kAllTold; });
    REQUIRE(told != saved.end());
    CHECK(*told >= now - 1'320'000);
  }
}

TEST_CASE("a running show saves its state as it goes, a bounded number of times, and starts from it") {
  Rig rig;
  rig.save_state_after(10);
  rig.reopen();
  seed_contest(rig);
  Restless restless(51);
  const auto newest_saved = [&]() -> Token {
    const auto saved = rig.show().journal().saved_states().value();
    CHECK(saved.size() <= 5);  // four, and a new one whose predecessor is about to go
    return saved.empty() ? 0 : saved.front().token;
  };
  for (int i = 0; i < 6; ++i) {
    const Token before = newest_saved();
    while (newest_saved() == before) restless.act(rig);
  }
  const Json now = seen(rig);
  rig.close();
  CHECK(newest(rig) > 10);
  rig.reopen();
  REQUIRE(seen(rig) == now);
}

TEST_CASE("a disk that is full leaves a show without a saved state, and that is all") {
  Rig rig;
  play(rig, 61, 40);
  const State state = [&] {
    rig.close();
    return replayed(*Journal::open(rig.file()).value()).value().state;
  }();
  const auto journal = Journal::open(rig.file()).value();
  {
    const DiskFailure failure;
    CHECK_FALSE(journal->save_state(saved_of(state), kGoOn));
  }
  CHECK(newest_saved_state(*journal, kMaker).token == 0);
  REQUIRE(journal->save_state(saved_of(state), kGoOn));
  CHECK(newest_saved_state(*journal, kMaker).token == state.token);
}
