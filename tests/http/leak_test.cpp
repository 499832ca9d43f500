// SPDX-License-Identifier: GPL-2.0-or-later
// Random contests with secrets, over the wire: the audience gets the same bytes, whatever is hidden.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>

#include "overlays/template/theme.h"
#include "server/preview/preview.h"
#include "tests/http/secret_contest.h"

using namespace leitai::http;
using namespace leitai::http::test;

namespace {

constexpr std::int64_t kStart = 1'659'229'200'000;  // 2022-07-31T01:00:00Z
constexpr std::int64_t kStepMs = 3'000;

std::shared_ptr<const leitai::overlays::Theme> arena() {
  static const auto theme =
      leitai::overlays::load_theme(std::string(LEITAI_SOURCE_DIR) + "/overlays/themes/arena").value();
  return theme;
}

/// What the audience was sent, piece by piece.
struct Piece {
  std::string name;
  std::string bytes;
};
using Transcript = std::vector<Piece>;

std::string everything_in(const Reply& reply) {
  std::string text = std::to_string(reply.status) + "\n";
  for (const auto& [name, value] : reply.headers) text.append(name).append(": ").append(value).append("\n");
  return text + "\n" + reply.body;
}

void collect_numbers(const Json& value, std::set<std::string>& numbers) {
  if (value.is_string() && value.get_ref<const std::string&>().find('.') != std::string::npos) numbers.insert(value);
  if (!value.is_structured()) return;
  for (const Json& part : value) collect_numbers(part, numbers);
}

bool is_hidden(const SecretContest& contest, const std::string& contestant) {
  return std::find(contest.hidden.begin(), contest.hidden.end(), contestant) != contest.hidden.end();
}

Json picture_data(const leitai::overlays::AirItem& item) {
  Json versions = Json::array();
  for (const auto& version : item.versions) {
    versions.push_back({{"at", version.at}, {"step", version.step}, {"data", *version.data}});
  }
  return {{"template", item.template_id}, {"taken_at", item.taken_at}, {"versions", versions}};
}

/// A server with a theme and a clock of the test's own, and a spectator who writes down all that he is sent.
class Hall {
 public:
  Hall() : rig_(limits(), hooks(), {}, show_options()), stream_(rig_.connect()), client_(rig_.connect()) {
    preview_ = std::make_unique<leitai::preview::Preview>(arena(), rig_.show());
    stream_.send(request("GET", "/api/v1/public/stream"));
    const auto head = stream_.read_head();
    REQUIRE(head.has_value());
    note("the stream's head", everything_in(*head));
    read_stream(1);
  }

  /// The answer's status.
  int act(const Act& act) {
    const Reply reply = answer_to(request(act.method, act.target, json::dump(act.body), bearer()), false);
    INFO(act.method << ' ' << act.target << ' ' << act.body << '\n' << reply.body);
    // Of the final, only rows whose heat is public can be revealed.
    const bool may_be_refused = !act.is_public || act.target == "/api/v1/rounds/final/reveal";
    REQUIRE((reply.status == 200 || (may_be_refused && reply.status == 409)));
    // Two revisions at once would be told as one, or as two.
    read_stream(rig_.show().snapshot()->public_revision);
    return reply.status;
  }
  void pass_time() { now_ms_ += kStepMs; }

  /// Asks for everything that anybody may ask for.
  void look(const SecretContest& contest) {
    const std::string results = "/api/v1/public/results";
    const Reply reply = ask("GET", results);
    const std::string known = "If-None-Match: " + reply.header("etag") + "\r\n";
    ask("HEAD", results);
    ask("GET", results, known);
    ask_compressed(results);
    for (const std::string& round : contest.rounds) {
      const std::string standings = "/api/v1/rounds/" + round + "/standings";
      ask("GET", standings);
      for (const std::string& group : contest.groups) ask("GET", standings + "?group=" + group);
      for (const char* form : {"results.json", "results.csv", "results.csv?form=steps"}) {
        ask("GET", "/api/v1/rounds/" + round + "/" + form);
      }
    }
    ask_compressed("/api/v1/rounds/heat/standings");
    ask("GET", "/api/v1/rounds/heat/standings", known);
    ask("GET", "/api/v1/rounds/heat/standings?group=nothing");
    ask("GET", "/api/v1/rounds/heat/standings?audience=operator");
    ask("GET", "/api/v1/rounds/nothing/standings");
    for (const char* target : {"/api/v1/health", "/api/v1/scores", "/api/v1/reveals/heat.", "/api/v1/air",
                               "/api/v1/preview.png", "/metrics", "/api/v1/media/photo.png", "/nothing"}) {
      ask("GET", target);
    }
    look_at_picture();
  }

  /// The program as the preview shows it.
  void look_at_preview() {
    const std::string at = leitai::contest::format_time(now_ms_ + 10'000);
    const Reply reply = rig_.get("/api/v1/preview.png?channel=program&width=320&at=" + at);
    REQUIRE(reply.status == 200);
    pictures_.push_back({"the preview", everything_in(reply)});
  }

  /// All totals, and numbers that come to them, of the hidden rows alone.
  std::set<std::string> hidden_numbers(const SecretContest& contest) const {
    std::set<std::string> numbers, shared;
    for (const char* round : {"heat", "final"}) {
      const Json standings = rig_.get(std::string("/api/v1/rounds/") + round + "/standings?audience=operator").json();
      for (const Json& row : standings.at("rows")) {
        collect_numbers(row, is_hidden(contest, row.at("contestant")) ? numbers : shared);
      }
    }
    // Votes and places come to the same few totals; and a round's rules, with the points of its places, are no secret.
    for (const char* round : {"heat", "final"}) {
      const Json rules = rig_.get(std::string("/api/v1/rounds/") + round).json().value("scoring", Json::object());
      collect_numbers(rules, shared);
    }
    for (const std::string& number : shared) numbers.erase(number);
    return numbers;
  }

  std::set<std::string> shown_rows() const {
    std::set<std::string> shown;
    const Json standings = rig_.stranger("GET", "/api/v1/rounds/heat/standings").json();
    for (const Json& row : standings.at("rows")) shown.insert(row.at("contestant"));
    return shown;
  }

  /// Ends the server; what the stream still held is written down too.
  void close() {
    rig_.server().stop();
    std::string rest;
    for (auto line = stream_.read_stream_line(); line; line = stream_.read_stream_line()) rest += *line + "\n";
    note("the stream's rest", rest);
  }

  const Transcript& transcript() const { return transcript_; }
  const Transcript& pictures() const { return pictures_; }

 private:
  static Limits limits() {
    Limits limits;
    limits.heartbeat = std::chrono::hours(1);
    limits.public_pause = std::chrono::milliseconds(0);
    return limits;
  }
  Hooks hooks() {
    Hooks hooks;
    hooks.preview_png = [this](const PreviewRequest& wish) {
      return preview_->png(wish.channel, wish.width, wish.at_ms, wish.take);
    };
    return hooks;
  }
  leitai::show::Options show_options() {
    leitai::show::Options options;
    options.version = "1.2.3";
    options.templates = leitai::preview::template_infos(*arena());
    options.clock_ms = [this] { return now_ms_.load(); };
    return options;
  }

  void note(std::string name, std::string bytes) { transcript_.push_back({std::move(name), std::move(bytes)}); }

  Reply answer_to(const std::string& text, bool head) {
    client_.send(text);
    std::optional<Reply> reply = client_.read_reply(head);
    INFO(text);
    REQUIRE(reply.has_value());
    return std::move(*reply);
  }

  Reply ask(const std::string& method, const std::string& target, const std::string& headers = {}) {
    Reply reply = answer_to(request(method, target, {}, headers), method == "HEAD");
    note(method + ' ' + target + ' ' + headers, everything_in(reply));
    return reply;
  }

  void ask_compressed(const std::string& target) {
    const Reply reply = ask("GET", target, "Accept-Encoding: gzip\r\n");
    if (reply.header("content-encoding") == "gzip") note("unpacked " + target, gunzipped(reply.body));
  }

  /// The program channel as the overlay is told it.
  void look_at_picture() {
    const auto program = rig_.show().snapshot()->air->channels.at("program");
    for (const auto& layer : program->layers) {
      if (layer.current) note("layer " + std::to_string(layer.number), json::dump(picture_data(*layer.current)));
    }
  }

  /// Reads on until the stream has told of that revision.
  void read_stream(std::uint64_t revision) {
    std::string text;
    while (told_ < revision) {
      const auto line = stream_.read_stream_line();
      REQUIRE(line.has_value());
      text += *line + "\n";
      if (line->starts_with("id: ")) next_ = std::stoull(line->substr(4));
      if (line->empty()) told_ = std::max(told_, next_);
    }
    if (!text.empty()) note("the stream", text);
  }

  std::atomic<std::int64_t> now_ms_ = kStart;
  std::unique_ptr<leitai::preview::Preview> preview_;
  Rig rig_;
  Client stream_, client_;
  std::uint64_t told_ = 0;
  std::uint64_t next_ = 0;
  Transcript transcript_, pictures_;
};

/// What came of a version of a contest.
struct Outcome {
  Transcript transcript, pictures;
  std::vector<int> statuses;
  std::set<std::string> secrets;
  std::size_t rows = 0;  ///< told of the heat, at the end
};

Outcome play(const SecretContest& contest, Version version) {
  Outcome outcome;
  Hall hall;
  for (const std::string& secret : contest.secrets(version)) outcome.secrets.insert(secret);
  for (const std::vector<Act>& step : contest.steps(version)) {
    hall.pass_time();
    for (const Act& act : step) {
      const int status = hall.act(act);
      if (act.is_public) outcome.statuses.push_back(status);
    }
    outcome.secrets.merge(hall.hidden_numbers(contest));
    hall.look(contest);
  }
  hall.look_at_preview();
  const auto shown = hall.shown_rows();
  for (const std::string& contestant : contest.hidden) REQUIRE_FALSE(shown.contains(contestant));
  outcome.rows = shown.size();
  hall.close();
  outcome.transcript = hall.transcript();
  outcome.pictures = hall.pictures();
  return outcome;
}

void check_nothing_is_told(const Outcome& outcome) {
  for (const Piece& piece : outcome.transcript) {
    for (const std::string& secret : outcome.secrets) {
      if (piece.bytes.find(secret) == std::string::npos) continue;
      FAIL(piece.name << " holds " << secret << ":\n" << piece.bytes);
    }
  }
}

void check_same(const Transcript& one, const Transcript& other) {
  REQUIRE(one.size() == other.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    REQUIRE(one[i].name == other[i].name);
    if (one[i].bytes == other[i].bytes) continue;
    FAIL(one[i].name << " differs:\n" << one[i].bytes << "\n----\n" << other[i].bytes);
  }
}

}  // namespace

TEST_CASE("the audience gets the same bytes whatever is hidden, and nothing of it") {
  std::set<std::string> seen, pictures;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const SecretContest contest(seed);
    CAPTURE(seed, contest.method, contest.live, contest.confirm, contest.final_ranks, contest.carried, contest.delay_ms,
            contest.quota);
    const Outcome first = play(contest, Version::first);
    check_nothing_is_told(first);
    for (const Version version : contest.versions()) {
      CAPTURE(static_cast<int>(version));
      const Outcome other = play(contest, version);
      check_nothing_is_told(other);
      REQUIRE(first.statuses == other.statuses);
      check_same(first.transcript, other.transcript);
      check_same(first.pictures, other.pictures);
      seen.insert("version " + std::to_string(static_cast<int>(version)));
    }
    for (const Piece& picture : first.pictures) pictures.insert(picture.bytes);
    seen.insert(contest.method);
    if (contest.live) seen.insert("live");
    if (contest.confirm) seen.insert("confirm");
    if (contest.final_ranks) seen.insert("final");
    if (contest.carried) seen.insert("carried");
    if (contest.delay_ms > 0) seen.insert("delayed");
    if (first.rows > 0) seen.insert("rows");
  }
  CHECK(seen == std::set<std::string>{"marks", "votes", "places", "skating", "given", "version 1", "version 2",
                                      "version 3", "version 4", "live", "confirm", "final", "carried", "delayed",
                                      "rows"});
  CHECK(pictures.size() > 3);
}
