// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/serving.h"

namespace leitai::test {

/// One client's requests, one after another. A request whose answer never came is sent again, under
/// the same Idempotency-Key, when the server is back: it must count once.
class Writer {
 public:
  /// What a writer writes: each kind would show a request that counted twice.
  enum class Kind {
    message,  ///< a new message each time: lost and doubled records show by id
    timer,    ///< one millisecond more each time: the sum shows both
    air,      ///< a take on a channel of its own: lost and doubled records show by title
  };

  Writer(Kind kind, int number) : kind_(kind), name_(std::to_string(number)) {}

  /// Sends until the server is gone. False: an answer was a refusal.
  bool run(const Serving& serving);

  Kind kind() const { return kind_; }
  const std::string& name() const { return name_; }
  int sent() const { return sent_; }  ///< requests begun
  int acknowledged() const { return acknowledged_; }
  /// By request, the token that the answer told.
  const std::map<int, std::uint64_t>& tokens() const { return tokens_; }
  std::string refusal() const { return refusal_; }

 private:
  std::pair<std::string, json::Json> request(int number) const;

  Kind kind_;
  std::string name_;
  std::atomic<int> sent_ = 0;
  std::atomic<int> acknowledged_ = 0;
  std::map<int, std::uint64_t> tokens_;
  std::string refusal_;
};

/// Writers on threads of their own, until the server goes.
class Load {
 public:
  Load(const Serving& serving, std::vector<std::unique_ptr<Writer>>& writers);
  ~Load() { join(); }
  void join();

 private:
  std::vector<std::thread> threads_;
};

}  // namespace leitai::test
