// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "server/show/ballots.h"
#include "tests/http/rig.h"

/// Judges and their phones, for the tests of ballots.
namespace leitai::http::test {

constexpr const char* kPhone = "00112233445566778899aabbccddeeff";
constexpr const char* kOther = "ffeeddccbbaa99887766554433221100";

struct Code {
  std::string id;
  std::string digits;
  std::string link;  ///< what stands behind "#code="
};
struct Voter {
  std::string token;
};

/// A code for a person; `more` are further members of the body, with a comma before them.
Code code_for(const Rig& rig, const std::string& person, const std::string& more = {});
Reply enter(const Rig& rig, const std::string& code, const std::string& device, const std::string& headers = {});
/// The same where it must work.
Voter entered(const Rig& rig, const std::string& code, const std::string& device);
Reply as(const Rig& rig, const Voter& voter, const std::string& method, const std::string& target,
         const std::string& body = {}, const std::string& headers = {});

/// The body of marks in the round "r" of seed().
std::string marks(const std::string& contestant, const std::string& mark);
std::string marks(const std::string& contestant, const std::string& mark, std::uint64_t replaces);
/// What the operator sees of a judge there.
Json judge_row(const Rig& rig, const std::string& judge);

/// seed(), and the round "v": the audience chooses two of three.
void seed_vote(const Rig& rig);
/// A show whose time is `now_ms`, which must outlive it.
show::Options show_with_clock(const std::int64_t& now_ms);

/// Server-sent events of an open stream.
class EventReader {
 public:
  explicit EventReader(Client& client) : client_(client) {}
  /// The data of the next event of that name; others are passed over.
  Json next(const std::string& name);

 private:
  Client& client_;
};

}  // namespace leitai::http::test
