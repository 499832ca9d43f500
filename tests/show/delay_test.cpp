// SPDX-License-Identifier: GPL-2.0-or-later
// `public_delay_ms`: what the audience's documents hold, and when.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>

#include "server/show/holdback.h"
#include "tests/show/rig.h"

using namespace leitai::show;
using namespace leitai::show::test;
using leitai::contest::Audience;
using leitai::contest::Store;

namespace {

/// Commands are told together that come within 40 ms, a 250th; the tests' own come at multiples of that.
constexpr std::int64_t kDelay = 10'000;

void set_delay(Rig& rig, std::int64_t delay_ms) {
  rig.ok(PatchResource{"contest", "contest", Json{{"public_delay_ms", delay_ms}}, std::nullopt});
}

/// A command that changes nothing: once it is answered, what is due by the clock is published.
void settle(Rig& rig) {
  rig.ok(ApplyEvents{});
}

void wait(Rig& rig, std::int64_t ms) {
  rig.advance(ms);
  settle(rig);
}

void mark(Rig& rig, const std::string& contestant, const std::string& mark) {
  for (const char* judge : {"j1", "j2"}) {
    rig.put("scores", contestant + "-" + judge, score(contestant, judge, mark, mark));
  }
}

void reveal(Rig& rig, const char* body) {
  rig.ok(RevealCommand{"morning", parsed(body)});
}

Json rows_in(const Store& store, const std::string& round = "morning") {
  const auto standings = leitai::contest::standings(store, round, "", Audience::everyone);
  return standings ? standings->at("rows") : Json();
}

/// "c1 18.00, c2 16.00": who is told of, in order.
std::string told(Rig& rig, const std::string& round = "morning") {
  std::string text;
  for (const Json& row : rows_in(*rig.show().snapshot()->public_store, round)) {
    text += (text.empty() ? "" : ", ") + row.at("contestant").get<std::string>() + " " +
            (row.at("total").is_null() ? "-" : row.at("total").get<std::string>());
  }
  return text;
}

bool has_round(const SnapshotPtr& snapshot, const std::string& id) {
  const Json rounds = public_results(snapshot).at("rounds");
  return std::any_of(rounds.begin(), rounds.end(), [&](const Json& round) { return round.at("id") == id; });
}

/// The seeded contest with its round as `more` says, and everybody told of it.
void seed_delayed(Rig& rig, const Json& more) {
  seed_contest(rig);
  rig.ok(PatchResource{"rounds", "morning", more, std::nullopt});
  set_delay(rig, kDelay);
  wait(rig, kDelay);
}

const Json kSealed = {{"visibility", "sealed"}};

}  // namespace

TEST_CASE("the audience is told a row the delay after it became public, and a public channel shows it at once") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "live"}});
  rig.take(R"({"template": "ranking", "bind": {"round": "morning"}})");
  const std::uint64_t revision = rig.show().snapshot()->public_revision;
  mark(rig, "c1", "9");
  CHECK(data_of(rig, 40).at("rows").size() == 1);
  CHECK(told(rig).empty());
  wait(rig, kDelay - 1);
  CHECK(told(rig).empty());
  CHECK(rig.show().snapshot()->public_revision == revision);
  wait(rig, 1);
  CHECK(told(rig) == "c1 18.00");
  const SnapshotPtr now = rig.show().snapshot();
  CHECK(now->public_revision == revision + 1);
  CHECK(public_results(now).at("revision") == revision + 1);
  CHECK(public_results(now).at("rounds").at(0).at("standings").at("rows").size() == 1);
}

TEST_CASE("what is due is published without any command") {
  Rig rig;
  rig.close();
  Options options = rig.options();
  options.clock_ms = nullptr;
  auto show = Show::open(std::move(options));
  REQUIRE(show.has_value());
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t revision = (*show)->snapshot()->public_revision;
  const std::uint64_t before = revision;
  const int subscription = (*show)->subscribe([&](const SnapshotPtr& snapshot) {
    const std::lock_guard lock(mutex);
    revision = snapshot->public_revision;
    changed.notify_all();
  });
  const Json contest = {{"name", "Arena"}, {"public_delay_ms", 50}};
  REQUIRE((*show)->submit({}, PutResource{"contest", "contest", contest, std::nullopt}));
  {
    std::unique_lock lock(mutex);
    CHECK(changed.wait_for(lock, std::chrono::seconds(30), [&] { return revision == before + 1; }));
  }
  (*show)->unsubscribe(subscription);
  CHECK(public_results((*show)->snapshot()).at("contest").at("name") == "Arena");
}

TEST_CASE("what is revealed and taken back within the delay was never seen") {
  Rig rig;
  seed_delayed(rig, kSealed);
  mark(rig, "c1", "9");
  const std::uint64_t revision = rig.show().snapshot()->public_revision;
  reveal(rig, R"({"contestant": "c1"})");
  wait(rig, 2'000);
  reveal(rig, R"({"back": true})");
  for (int i = 0; i < 30; ++i) {
    wait(rig, 500);
    REQUIRE(told(rig).empty());
    REQUIRE(rig.show().snapshot()->public_revision == revision);
  }
  reveal(rig, R"({"contestant": "c1"})");
  wait(rig, kDelay);
  CHECK(told(rig) == "c1 18.00");
  reveal(rig, R"({"back": true})");
  wait(rig, kDelay - 1);
  CHECK(told(rig) == "c1 18.00");
  wait(rig, 1);
  CHECK(told(rig).empty());
}

TEST_CASE("a row that is corrected within the delay is seen corrected, and until then as it was seen before") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "live"}});
  mark(rig, "c1", "9");
  wait(rig, 2'000);
  rig.put("scores", "c1-j1", score("c1", "j1", "7", "9"));
  wait(rig, kDelay - 1);
  CHECK(told(rig).empty());
  wait(rig, 1);
  CHECK(told(rig) == "c1 17.00");
  // Seen, then corrected twice: the first correction is never seen.
  rig.put("scores", "c1-j1", score("c1", "j1", "5", "9"));
  wait(rig, 4'000);
  rig.put("scores", "c1-j1", score("c1", "j1", "3", "9"));
  wait(rig, kDelay - 1);
  CHECK(told(rig) == "c1 17.00");
  wait(rig, 1);
  CHECK(told(rig) == "c1 15.00");
}

TEST_CASE("a round that is opened by mistake and closed again within the delay was never seen, nor were its marks") {
  Rig rig;
  seed_delayed(rig, kSealed);
  rig.put("rounds", "final", R"({"name": "Secret", "contestants": ["c1"], "state": "planned"})");
  mark(rig, "c1", "9");
  wait(rig, kDelay);
  rig.ok(PatchResource{"rounds", "final", Json{{"state", "open"}}, std::nullopt});
  rig.ok(PatchResource{"rounds", "morning", Json{{"visibility", "running"}}, std::nullopt});
  rig.put("rounds", "extra", R"({"name": "Extra", "contestants": ["c1"]})");
  wait(rig, 3'000);
  rig.ok(PatchResource{"rounds", "final", Json{{"state", "planned"}}, std::nullopt});
  rig.ok(PatchResource{"rounds", "morning", kSealed, std::nullopt});
  rig.ok(DeleteResource{"rounds", "extra", std::nullopt, false});
  for (int i = 0; i < 15; ++i) {
    wait(rig, 1'000);
    REQUIRE(told(rig).empty());
    REQUIRE(has_round(rig.show().snapshot(), "morning"));
    REQUIRE_FALSE(has_round(rig.show().snapshot(), "final"));
    REQUIRE_FALSE(has_round(rig.show().snapshot(), "extra"));
  }
}

TEST_CASE("in a running round a mark that is corrected within the delay is seen corrected only") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "running"}});
  rig.put("scores", "c1-j1", score("c1", "j1", "9", "9"));
  wait(rig, 1'000);
  rig.put("scores", "c2-j1", score("c2", "j1", "1", "1"));
  wait(rig, 1'000);
  rig.put("scores", "c2-j1", score("c2", "j1", "8", "8"));
  wait(rig, kDelay - 2'000);
  CHECK(told(rig) == "c1 18.00");
  wait(rig, 1'999);
  CHECK(told(rig) == "c1 18.00");
  wait(rig, 1);
  CHECK(told(rig) == "c1 18.00, c2 16.00");
}

TEST_CASE("an award that is withdrawn within the delay was never seen") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "live"}});
  mark(rig, "c1", "9");
  wait(rig, kDelay);
  const auto awards = [&] { return public_results(rig.show().snapshot()).at("awards").size(); };
  rig.put("awards", "gold", R"({"round": "morning", "citation": "Gold", "contestants": ["c1"]})");
  wait(rig, kDelay / 2);
  rig.ok(DeleteResource{"awards", "gold", std::nullopt, false});
  for (int i = 0; i < 12; ++i) {
    wait(rig, 1'000);
    REQUIRE(awards() == 0);
  }
  rig.put("awards", "gold", R"({"round": "morning", "citation": "Gold", "contestants": ["c1"]})");
  wait(rig, kDelay);
  CHECK(awards() == 1);
}

TEST_CASE("a lower delay lets sooner out what waits, a higher one keeps it longer, and nothing is told back") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "live"}});
  mark(rig, "c1", "9");
  wait(rig, 4'000);
  set_delay(rig, 5'000);
  CHECK(told(rig).empty());
  wait(rig, 1'000);
  CHECK(told(rig) == "c1 18.00");
  mark(rig, "c2", "8");
  set_delay(rig, 20'000);
  CHECK(told(rig) == "c1 18.00");
  wait(rig, 20'000 - 1);
  CHECK(told(rig) == "c1 18.00");
  wait(rig, 20'000 / 250 + 1);
  CHECK(told(rig) == "c1 18.00, c2 16.00");
  mark(rig, "c3", "7");
  CHECK(told(rig) == "c1 18.00, c2 16.00");
  set_delay(rig, 0);
  CHECK(told(rig) == "c1 18.00, c2 16.00, c3 14.00");
  mark(rig, "c4", "6");
  CHECK(told(rig) == "c1 18.00, c2 16.00, c3 14.00, c4 12.00");
  // What one request sets together with the delay waits for it.
  rig.ok(ApplyEvents{{{"contest", "contest", Json{{"name", "Later"}, {"public_delay_ms", kDelay}}}}});
  CHECK(public_results(rig.show().snapshot()).at("contest").at("name") == "Street arena");
  rig.reopen();
  CHECK(public_results(rig.show().snapshot()).at("contest").at("name") == "Street arena");
  wait(rig, kDelay + kDelay / 250);
  CHECK(public_results(rig.show().snapshot()).at("contest").at("name") == "Later");
}

TEST_CASE("a show that ends within the delay comes back with its audience as far behind") {
  Rig rig;
  seed_delayed(rig, kSealed);
  mark(rig, "c1", "9");
  mark(rig, "c2", "8");
  reveal(rig, R"({"contestant": "c1"})");
  wait(rig, 5'000);
  reveal(rig, R"({"contestant": "c2"})");
  const std::uint64_t revision = rig.show().snapshot()->public_revision;
  rig.reopen();
  CHECK(told(rig).empty());
  CHECK(rig.show().snapshot()->public_revision == revision);
  rig.advance(5'000);
  rig.reopen();
  CHECK(told(rig) == "c1 18.00");
  CHECK(rig.show().snapshot()->public_revision == revision + 1);
  rig.advance(60'000);  // it was down for a while
  rig.reopen();
  CHECK(told(rig) == "c1 18.00, c2 16.00");
  CHECK(rig.show().snapshot()->public_revision == revision + 2);
}

TEST_CASE("a clock that was set back while the show was down tells nothing back") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "live"}});
  mark(rig, "c1", "9");
  wait(rig, kDelay);
  mark(rig, "c2", "8");
  wait(rig, kDelay);
  const SnapshotPtr before = rig.show().snapshot();
  CHECK(told(rig) == "c1 18.00, c2 16.00");
  rig.advance(-3'600'000);
  rig.reopen();
  CHECK(told(rig) == "c1 18.00, c2 16.00");
  CHECK(public_results(rig.show().snapshot()) == public_results(before));
}

TEST_CASE("what the disk does not number is not published") {
  Rig rig;
  seed_delayed(rig, {{"visibility", "live"}});
  mark(rig, "c1", "9");
  const std::uint64_t revision = rig.show().snapshot()->public_revision;
  rig.advance(kDelay);
  {
    DiskFailure failure;
    CHECK(rig.refused(ApplyEvents{}).kind == RefusalKind::unavailable);
    CHECK(told(rig).empty());
    CHECK(rig.show().snapshot()->public_revision == revision);
  }
  settle(rig);
  CHECK(told(rig) == "c1 18.00");
  CHECK(rig.show().snapshot()->public_revision == revision + 1);
}

namespace {

/// A hall where things go wrong all the time.
class Hall {
 public:
  explicit Hall(std::uint32_t seed) : random_(seed) {}

  void act(Rig& rig) {
    rig.advance(below(3) == 0 ? 0 : below(2'500));
    (void)rig.show().submit({}, command());
  }
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

 private:
  Command command() {
    const std::string who = "c" + std::to_string(1 + below(4)), judge = "j" + std::to_string(1 + below(2));
    const int kind = below(10);
    if (kind < 4) {
      return PutResource{"scores", who + "-" + judge, parsed(score(who, judge, mark(), mark())), std::nullopt};
    }
    if (kind == 4) return DeleteResource{"scores", who + "-" + judge, std::nullopt, false};
    if (kind == 5) return RevealCommand{"morning", Json{{"back", true}}};
    if (kind < 9) return RevealCommand{"morning", Json{{"contestant", who}, {"force", true}}};
    return AirCommand{AirVerb::take, Json{{"template", "title"}, {"data", {{"title", mark()}}}}};
  }
  std::string mark() { return std::to_string(below(11)); }

  std::mt19937 random_;
};

/// A reveal as it was from a time on.
struct Version {
  std::int64_t from_ms = 0;
  Json data;  ///< null: none
};
using Versions = std::map<std::string, std::vector<Version>>;

void note_versions(Versions& versions, const Store& store, std::int64_t now_ms) {
  for (int c = 1; c <= 4; ++c) {
    const std::string id = "morning.c" + std::to_string(c);
    const auto* fact = store.find("reveals", id);
    std::vector<Version>& known = versions[id];
    const Json data = fact == nullptr ? Json() : fact->data;
    if (known.empty()) known.push_back({0, Json()});
    if (known.back().data == data) continue;
    if (known.back().from_ms == now_ms) {
      known.back().data = data;
    } else {
      known.push_back({now_ms, data});
    }
  }
}

/// Was this said for a whole delay, which is over?
bool stood(const std::vector<Version>& versions, const Json& data, std::int64_t now_ms) {
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const std::int64_t due = versions[i].from_ms + kDelay;
    const bool replaced = i + 1 < versions.size() && versions[i + 1].from_ms < due;
    if (versions[i].data == data && due <= now_ms && !replaced) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("whatever happens, the audience is told what stood for the whole delay, restarts or not") {
  const std::uint32_t seed = GENERATE(1u, 2u, 3u, 4u, 5u, 6u);
  CAPTURE(seed);
  Rig rig;
  seed_delayed(rig, kSealed);
  Hall hall(seed);
  Versions versions;
  std::map<std::uint64_t, Json> documents;
  std::uint64_t last = 0;
  int seen = 0;
  for (int i = 0; i < 250; ++i) {
    hall.act(rig);
    const SnapshotPtr now = rig.show().snapshot();
    note_versions(versions, now->store, rig.now());
    for (const auto& [id, known] : versions) {
      const auto* fact = now->public_store->find("reveals", id);
      CAPTURE(i, id);
      REQUIRE(stood(known, fact == nullptr ? Json() : fact->data, rig.now()));
      seen += fact != nullptr ? 1 : 0;
    }
    REQUIRE(now->public_revision >= last);
    last = now->public_revision;
    REQUIRE(documents.try_emplace(last, public_results(now)).first->second == public_results(now));
    if (hall.below(12) != 0) continue;
    const Json before = everything(rig.show(), rig.now());
    rig.reopen();
    REQUIRE(everything(rig.show(), rig.now()) == before);
    REQUIRE(rows_in(*rig.show().snapshot()->public_store) == rows_in(*now->public_store));
  }
  CHECK(seen > 0);
  wait(rig, kDelay + kDelay / 250);
  CHECK(rows_in(*rig.show().snapshot()->public_store) == rows_in(rig.show().snapshot()->store));
}

TEST_CASE("however much happens within the delay, few states wait, and the last of them is told") {
  Holdback holdback;
  Store store;
  store.put("contest", "contest", Json{{"public_delay_ms", leitai::contest::kMostPublicDelayMs}}, 1);
  std::int64_t now = 1'000'000;
  std::mt19937 random(3);
  for (std::uint64_t token = 2; token < 50'000; ++token) {
    now += static_cast<std::int64_t>(random() % 20);
    store.put("stage", "stage", Json{{"contestant", std::to_string(token)}}, token);
    if (token % 10 == 0) {
      const std::int64_t delay = 500'000 + static_cast<std::int64_t>(random() % 100'000);
      store.put("contest", "contest", Json{{"public_delay_ms", delay}}, token);
    }
    holdback.follow({now, token, store});
    REQUIRE(holdback.waiting() <= Holdback::kMostWaiting);
  }
  holdback.settle(now + 2 * leitai::contest::kMostPublicDelayMs);
  CHECK(holdback.told()->find("stage", "stage")->data.at("contestant") == "49999");
  CHECK(holdback.waiting() == 0);
}
