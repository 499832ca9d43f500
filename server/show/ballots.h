// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/contest/ballots.h"
#include "server/show/show.h"

/// Who may fill in a ballot. A code is a resource of the type `ballot_codes`, which is none of the API's: {person}, or
/// {round} for one of the audience, and {created, expires, salt, code, link}; once it was entered {entered, device,
/// bearer} too. The last two, salt, code and link are hashes, and no document, feed or export tells them.
///
/// A code has six digits (eight for the audience, of whom there are many), so whoever has the show's file could try
/// them all, whatever hash they are kept by, however slow. They are therefore kept under a key that is not in that file
/// but in one beside it, which no backup takes along.
///
/// Bodies of BallotCommand: add {codes: {id: data}, replace: bool}; revoke, by id or {round}; release, by id; enter
/// {device, bearer} by id; send, lock, reopen, absent as in contest/ballots.h, send by the id of the sender's code.
namespace leitai::show {

constexpr const char* kBallotCodesType = "ballot_codes";
constexpr std::size_t kMostBallotCodes = 4'096;
constexpr std::size_t kMostCodesAtOnce = 500;
constexpr std::size_t kJudgesDigits = 6;
constexpr std::size_t kAudienceDigits = 8;

/// FILE.ballot-key of FILE.leitai.
std::filesystem::path ballot_key_file(const std::filesystem::path& show_file);

/// The key of this show's codes: read, or made where there is none. The error is a sentence.
tl::expected<std::string, std::string> ballot_key(const std::filesystem::path& show_file);

struct NewBallotCode {
  std::string id;
  std::string code;  ///< digits: told once
  std::string link;  ///< what the personal link carries in place of the digits: told once
  Json data;
};
/// Whose: {person} or {round}. Its code is none of `taken`, to which it is added.
NewBallotCode make_ballot_code(const std::string& key, const Json& whose, std::int64_t now_ms, std::int64_t expires_ms,
                               std::vector<std::string>& taken);

/// What the store keeps of those digits.
std::string kept_code(const std::string& key, std::string_view digits);
std::string kept_device(const std::string& key, std::string_view device);

/// The id of the code that this text, digits or a link's, opens; nothing where it opens none. Says nothing of its time.
std::optional<std::string> ballot_code_of(const contest::Store& store, const std::string& key, std::string_view text);

/// What the holder of a code sends from that device. The same each time: an answer that was lost can be asked for
/// again.
std::string ballot_bearer(const std::string& key, std::string_view id, std::string_view device);
/// What the store keeps of it.
std::string kept_bearer(const Json& code, std::string_view bearer);

/// Who fills in the ballot that a code opens.
contest::Voter voter_of(std::string_view id, const Json& code);
/// "judge/ID" or "audience/ID": the `actor` of what is written.
std::string voter_name(const contest::Voter& voter);

/// What may be told of a code: {person | round, created, expires, entered}; null of null.
Json code_without_secrets(const Json& code);

/// Short enough to read out; anybody who has the journal can come to it again.
std::string ballot_receipt(const std::string& show_id, std::uint64_t position, const Json& score);

}  // namespace leitai::show
