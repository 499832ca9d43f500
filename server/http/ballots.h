// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "server/http/buckets.h"
#include "server/http/publication.h"
#include "server/show/ballots.h"

namespace leitai::http {

/// What is known of ballots while the program runs, and is no fact of the show: who is connected, what each has been
/// shown, who tried codes. Safe on every thread.
class Ballots {
 public:
  explicit Ballots(show::Show& show);
  ~Ballots();
  Ballots(const Ballots&) = delete;
  Ballots& operator=(const Ballots&) = delete;

  /// The key of the show's codes; the error is a sentence.
  tl::expected<std::string, std::string> key();

  /// A code is about to be tried from that address; or the milliseconds until one may be. Whoever tries finds the
  /// next one only with the others' patience: there is a limit for all of them together.
  std::optional<std::int64_t> begin_attempt(const std::string& address);
  void forgive_attempt(const std::string& address);  ///< it was the right one
  void note_wrong_code();
  void note_refused_device(const std::string& code);  ///< the right code from another device

  /// The holder of a code is about to send marks; or the milliseconds until that is allowed.
  std::optional<std::int64_t> begin_sending(const std::string& code);

  void enter_stream(const std::string& code);
  void leave_stream(const std::string& code);
  /// The holder was told what is on stage: `round/contestant`, or nothing.
  void note_told(const std::string& code, const std::string& on_stage);
  /// The holder asks now and then, without a stream.
  void note_asked(const std::string& code);

  struct Refused {
    std::uint64_t count = 0;
    std::int64_t last_ms = 0;
  };
  struct Presence {
    int streams = 0;
    std::int64_t seen_ms = 0;   ///< 0: not since the start
    std::int64_t asked_ms = 0;  ///< without a stream; 0: not since the last one
    Refused refused;
    std::set<std::string> told;  ///< `round/contestant`
    bool connected(std::int64_t now_ms) const;
  };
  Presence presence(const std::string& code) const;
  Refused wrong_codes() const;

  /// Show time of a record; 0 where the journal cannot be read.
  std::int64_t time_of(std::uint64_t token);

  /// Changes with all of this, and with whatever the show publishes.
  const Signal& changes() const { return changes_; }
  void end() { changes_.end(); }

 private:
  Presence& of(const std::string& code);  ///< with mutex_ held
  void change();

  show::Show& show_;
  mutable std::mutex mutex_;
  std::map<std::string, Presence> present_;
  std::map<std::uint64_t, std::int64_t> times_;
  Refused wrong_codes_;
  std::string key_;
  Buckets attempts_, all_attempts_, sending_;
  std::mutex change_mutex_;
  std::uint64_t changed_ = 0;
  Signal changes_;
  int subscription_;
};

}  // namespace leitai::http
