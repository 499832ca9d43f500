// SPDX-License-Identifier: GPL-2.0-or-later
// SIGKILL at random moments under load: nothing that was acknowledged is lost, nothing is doubled,
// the picture on air is the same after the restart, and no revision of the results is two documents.
//
// LEITAI_KILL_ROUNDS and LEITAI_KILL_SEED set the rounds (5) and the seed (1).
#include <signal.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "tests/kill/ledger.h"

using namespace leitai;
using namespace leitai::test;

namespace {

using json::Json;

int setting(const char* name, int usual) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : usual;
}

std::unique_ptr<Serving> start(const std::string& show, int port) {
  auto serving = std::make_unique<Serving>(show, port);
  if (!serving->is_ready()) {
    FAIL("not ready; ended with " << serving->program().status() << "; stdout: " << serving->program().out()
                                  << "; stderr: " << serving->program().err());
  }
  return serving;
}

/// What is on air on a channel, less what time alone changes: an item's phase, and what is leaving.
Json on_air(Serving& serving, const std::string& channel) {
  Json document = serving.get("air")["channels"][channel];
  Json layers = Json::object();
  for (auto& [number, layer] : document["layers"].items()) {
    layer.erase("state");
    layer.erase("leaving");
    if (layer.contains("template") && layer["out_at"].is_null()) layers[number] = layer;
  }
  document["layers"] = layers;
  return document;
}

std::string preview(Serving& serving, const std::string& channel, const std::string& at) {
  const auto result = serving.client().Get("/api/v1/preview.png?width=480&channel=" + channel + "&at=" + at);
  REQUIRE(result);
  REQUIRE(result->status == 200);
  return result->body;
}

/// The contest that is on air: bound and unbound items, and marks that change a bound one.
void set_up(Serving& serving) {
  Json events = Json::array();
  const auto add = [&](const char* type, const std::string& id, Json data) {
    events.push_back({{"type", type}, {"id", id}, {"data", std::move(data)}});
  };
  for (int i = 1; i <= 5; ++i) add("contestants", "c" + std::to_string(i), {{"name", std::to_string(i) + "号选手"}});
  for (int i = 1; i <= 2; ++i) add("people", "j" + std::to_string(i), {{"name", "评委"}, {"role", "judge"}});
  add("rounds", "r",
      {{"name", "上午场"},
       {"state", "open"},
       {"visibility", "live"},
       {"contestants", {"c1", "c2", "c3", "c4", "c5"}},
       {"scoring", {{"method", "marks"}}}});
  add("contest", "contest", {{"name", "Arena"}, {"public_delay_ms", 150}});
  add("channels", "side", {{"audience", "operator"}, {"width", 1280}, {"height", 720}});
  add("timers", "clock", {{"label", "演讲"}, {"mode", "down"}, {"duration_ms", 180000}});
  for (int i = 0; i < 6; ++i) add("timers", "load-" + std::to_string(i), {{"mode", "up"}, {"duration_ms", 0}});
  REQUIRE(serving.post("events", events) == 200);
}

/// One change of the program channel, acknowledged.
void change_program(Serving& serving, std::mt19937& random, int number) {
  const auto contestant = "c" + std::to_string(1 + random() % 5);
  const auto mark = std::to_string(85 + random() % 13) + "." + std::to_string(10 + random() % 90);
  int status = 0;
  switch (random() % 6) {
    case 0:
      status = serving.post("air/take", {{"template", "lower-third"}, {"bind", {{"contestant", contestant}}}});
      break;
    case 1:
      status = serving.post("air/take",
                            {{"template", "lower-third"}, {"data", {{"title", "第" + std::to_string(number) + "位"}}}});
      break;
    case 2:
      status = serving.post("air/take", {{"template", "ranking"}, {"bind", {{"round", "r"}}}});
      break;
    case 3: {
      Json events = Json::array();
      for (const char* judge : {"j1", "j2"}) {
        events.push_back(
            {{"type", "scores"},
             {"id", "s-" + contestant + "-" + judge},
             {"data", {{"round", "r"}, {"contestant", contestant}, {"judge", judge}, {"marks", {{"total", mark}}}}}});
      }
      status = serving.post("events", events);
      break;
    }
    case 4:
      status = serving.post("air/take", {{"template", "timer"}, {"bind", {{"timer", "clock"}}}});
      if (status == 200) status = serving.post("timers/clock/start", Json::object());
      break;
    default:
      status = serving.post("air/out", {{"layer", 20}});
  }
  REQUIRE(status == 200);
}

int total_acknowledged(const std::vector<std::unique_ptr<Writer>>& writers) {
  int sum = 0;
  for (const auto& writer : writers) sum += writer->acknowledged();
  return sum;
}

std::vector<std::unique_ptr<Writer>> make_writers() {
  using Kind = Writer::Kind;
  std::vector<std::unique_ptr<Writer>> writers;
  for (const auto kind : {Kind::message, Kind::timer, Kind::air, Kind::message, Kind::timer}) {
    writers.push_back(std::make_unique<Writer>(kind, static_cast<int>(writers.size())));
  }
  return writers;
}

/// Asks for the results again and again, as long as the server is there, and over restarts remembers what it was told.
class Spectator {
 public:
  Spectator() = default;
  ~Spectator() {
    if (thread_.joinable()) thread_.join();
  }
  Spectator(const Spectator&) = delete;
  Spectator& operator=(const Spectator&) = delete;

  void watch(const Serving& serving) {
    thread_ = std::thread([this, client = std::shared_ptr(serving.make_client())] {
      while (const auto result = client->Get("/api/v1/public/results")) note(result->body);
    });
  }
  void join() { thread_.join(); }
  std::size_t revisions() const { return told_.size(); }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void note(const std::string& body) {
    const auto document = json::parse(body);
    const std::uint64_t revision = document ? document->value("revision", std::uint64_t{0}) : 0;
    const std::string name = "revision " + std::to_string(revision);
    if (revision < last_) faults_.push_back(name + " comes after " + std::to_string(last_));
    if (told_.try_emplace(revision, body).first->second != body) faults_.push_back(name + " is two documents");
    last_ = revision;
  }

  std::thread thread_;
  std::map<std::uint64_t, std::string> told_;
  std::uint64_t last_ = 0;
  std::vector<std::string> faults_;
};

/// The picture and the document of the program channel before the kill.
struct Before {
  Json air;
  std::vector<std::string> times;
  std::vector<std::string> pictures;
};

}  // namespace

TEST_CASE("killed at random moments under load, a show is after each restart where it was") {
  const int rounds = setting("LEITAI_KILL_ROUNDS", 5);
  const int seed = setting("LEITAI_KILL_SEED", 1);
  std::mt19937 random(static_cast<unsigned>(seed));
  TempFolder folder;
  const auto show = folder / "show.leitai";
  auto writers = make_writers();
  Ledger ledger;
  Spectator spectator;
  auto serving = start(show, 0);
  set_up(*serving);

  for (int round = 0; round < rounds; ++round) {
    INFO("seed " << seed << ", round " << round);
    Before before;
    {
      Load load(*serving, writers);
      spectator.watch(*serving);
      for (auto left = 1 + random() % 4; left > 0; --left) change_program(*serving, random, round);
      before.air = on_air(*serving, "program");
      // In the midst of the last change's animation, soon after it, and long after.
      const std::string now = serving->get("air")["now"];
      for (const auto& at : {now, now.substr(0, 17) + "59.999Z", std::string("2999-01-01T00:00:00.000Z")}) {
        before.times.push_back(at);
        before.pictures.push_back(preview(*serving, "program", at));
      }
      const int target = total_acknowledged(writers) + static_cast<int>(random() % 300);
      REQUIRE(eventually([&] { return total_acknowledged(writers) >= target; }));
      serving->program().signal(SIGKILL);
      load.join();
      spectator.join();
    }
    CHECK(spectator.faults() == std::vector<std::string>{});
    CHECK(serving->program().status() == -1);
    const int port = serving->port();
    serving = nullptr;

    serving = start(show, port);
    ledger.read(*serving);
    ledger.check(writers);
    CHECK(ledger.faults() == std::vector<std::string>{});
    CHECK(on_air(*serving, "program") == before.air);
    for (std::size_t i = 0; i < before.times.size(); ++i) {
      INFO("at " << before.times[i]);
      CHECK((preview(*serving, "program", before.times[i]) == before.pictures[i]));
    }

    // Killed at rest and started once more: the whole picture, the loaded channel's too.
    const auto side = on_air(*serving, "side");
    const auto side_picture = preview(*serving, "side", before.times[2]);
    serving->program().signal(SIGKILL);
    CHECK(serving->program().status() == -1);
    serving = start(show, port);
    CHECK(on_air(*serving, "program") == before.air);
    CHECK(on_air(*serving, "side") == side);
    CHECK((preview(*serving, "side", before.times[2]) == side_picture));
  }
  // Read anew from the beginning, the journal says the same.
  Ledger whole;
  whole.read(*serving);
  whole.check(writers);
  CHECK(whole.faults() == std::vector<std::string>{});
  CHECK(whole.head() >= ledger.head());
  std::cout << rounds << " rounds, seed " << seed << ": " << total_acknowledged(writers)
            << " requests acknowledged, none lost, none doubled\n";
  CHECK(total_acknowledged(writers) > rounds);
  CHECK(spectator.revisions() > 1);
}
