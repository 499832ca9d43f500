// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/app.h"
#include "server/http/conditions.h"
#include "server/http/feed_loop.h"
#include "server/http/problem.h"
#include "server/show/ballots.h"

namespace leitai::http {
namespace {

using contest::Json;

constexpr std::size_t kPage = 256;

enum class Format { ndjson, server_sent };

/// What may be told of a record's data, in place of all of it where some of that is secret.
std::string told(const journal::Record& record, const std::string& data) {
  if (record.type == show::kTokensType) {
    return json::dump(show::without_secrets(json::parse(data).value_or(nullptr)));
  }
  if (record.type == show::kBallotCodesType) {
    return json::dump(show::code_without_secrets(json::parse(data).value_or(nullptr)));
  }
  return data;
}

/// JSON text is put together from JSON text: the journal's records are not parsed to be sent.
std::string text_of(const journal::Record& record) {
  return "{\"token\":" + std::to_string(record.token) + ",\"time\":\"" + contest::format_time(record.time_ms) +
         "\",\"command\":" + std::to_string(record.command) + ",\"actor\":" + json::dump(record.actor) +
         ",\"type\":" + json::dump(record.type) + ",\"id\":" + json::dump(record.id) +
         ",\"data\":" + told(record, record.data) + ",\"before\":" + told(record, record.before) + "}";
}

std::string framed(Format format, const journal::Record& record) {
  return format == Format::ndjson ? text_of(record) + "\n"
                                  : "id: " + std::to_string(record.token) + "\ndata: " + text_of(record) + "\n\n";
}

std::string heartbeat(Format format, const show::Show& show, std::uint64_t token) {
  const std::string text =
      "{\"now\":\"" + contest::format_time(show.now_ms()) + "\",\"token\":" + std::to_string(token) + "}";
  return format == Format::ndjson ? text + "\n" : "event: heartbeat\ndata: " + text + "\n\n";
}

/// Records after a position, then, where it is live, what comes.
class Feed {
 public:
  Feed(const App& app, Identity who, Format format, std::uint64_t since)
      : app_(app), who_(std::move(who)), format_(format), sent_(since) {}

  /// Everything up to what every reader can see. False: the client is gone, its token was revoked, or the journal
  /// fails.
  bool catch_up(StreamWriter& writer) {
    const show::SnapshotPtr snapshot = app_.show.snapshot();
    const std::uint64_t head = snapshot->token;
    if (!is_valid(who_, snapshot->store)) {
      return false;
    }
    while (sent_ < head) {
      const auto records = app_.show.journal().read(sent_, kPage);
      if (!records || records->empty()) {
        return false;
      }
      std::string text;
      for (const journal::Record& record : *records) {
        if (record.token > head) {
          break;
        }
        if (is_told(record.type, who_.role)) {
          text += framed(format_, record);
        }
        sent_ = record.token;
      }
      if (!text.empty() && !writer.write(text)) {
        return false;
      }
    }
    return true;
  }

  bool follow(StreamWriter& writer) {
    return run_feed({app_.publication.records(), app_.options.limits.heartbeat}, writer, [&](bool is_due) {
      const bool told = catch_up(writer) && (!is_due || writer.write(heartbeat(format_, app_.show, sent_)));
      return told ? FeedState::goes_on : FeedState::cut_off;
    });
  }

 private:
  const App& app_;
  const Identity who_;
  const Format format_;
  std::uint64_t sent_;
};

/// 409 where the client knows more than this show ever said: it followed another one.
std::optional<Response> refuse_position(const App& app, std::uint64_t since) {
  if (since <= app.show.snapshot()->token) {
    return std::nullopt;
  }
  contest::Refusal refusal{contest::RefusalKind::conflict, "since_token is above this show's last record", {}, {}};
  refusal.members = {{"show_id", app.show.show_id()}, {"token", app.show.snapshot()->token}};
  return problem(refusal);
}

tl::expected<std::uint64_t, Response> position(std::string_view name, std::string_view text) {
  const std::optional<std::uint64_t> number = parse_number(text);
  if (!number) {
    return tl::unexpected(problem(400, std::string(name) + " is not a number"));
  }
  return *number;
}

Response feed_from(App& app, const Request& request, Format format, std::uint64_t since, bool live) {
  if (std::optional<Response> refusal = refuse_position(app, since)) {
    return std::move(*refusal);
  }
  return feed_response(format == Format::ndjson ? "application/x-ndjson" : "text/event-stream",
                       {live ? StreamKind::feed : StreamKind::none,
                        [&app, who = *request.who, format, since, live](StreamWriter& writer) {
                          Feed feed(app, who, format, since);
                          return live ? feed.follow(writer) : feed.catch_up(writer);
                        }});
}

}  // namespace

Response get_event_feed(App& app, const Request& request) {
  const std::string live = request.query_value("stream").value_or("true");
  if (live != "true" && live != "false") {
    return problem(400, "stream is true or false");
  }
  const auto since = position("since_token", request.query_value("since_token").value_or("0"));
  return since ? feed_from(app, request, Format::ndjson, *since, live == "true") : since.error();
}

Response get_stream(App& app, const Request& request) {
  // A browser that reconnects repeats its first address: what it has seen since comes first.
  const std::optional<std::string_view> last = request.head.find("Last-Event-ID");
  const auto since = last ? position("Last-Event-ID", *last)
                          : position("since_token", request.query_value("since_token").value_or("0"));
  return since ? feed_from(app, request, Format::server_sent, *since, true) : since.error();
}

}  // namespace leitai::http
