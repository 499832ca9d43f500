// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/courier.h"

#include <array>
#include <chrono>
#include <ctime>

#include "overlays/json/json.h"
#include "server/http/gzip.h"

namespace leitai::publish {
namespace {

constexpr std::chrono::seconds kConnect{2};
/// nchan never answers some of the messages that come while Redis is started again.
constexpr std::chrono::seconds kSilence{3};

/// nginx makes a file's ETag of its time and size. Two documents of one second and one size would have the same, and a
/// viewer would keep the old one: so the file's time is made of what is in it (FNV-1a, folded to 31 bits).
std::string date_of(const std::string& bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  const auto time = static_cast<std::time_t>((hash ^ (hash >> 32U)) & 0x7fffffffU);
  std::tm parts{};
#ifdef _WIN32
  gmtime_s(&parts, &time);
#else
  gmtime_r(&time, &parts);
#endif
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 32> rest{};
  std::array<char, 32> day{};
  std::strftime(day.data(), day.size(), ", %d ", &parts);
  std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S GMT", &parts);
  return std::string(kDays.at(static_cast<std::size_t>(parts.tm_wday))) + day.data() +
         kMonths.at(static_cast<std::size_t>(parts.tm_mon)) + rest.data();
}

std::string reason(const httplib::Result& result) {
  if (!result) {
    return httplib::to_string(result.error());
  }
  switch (result->status) {
    case 403:
      return "it does not take the publisher's secret";
    case 404:
      return "it has no place to publish to";
    default:
      return "it answers " + std::to_string(result->status);
  }
}

bool accepted(const httplib::Result& result) {
  return result && result->status >= 200 && result->status < 300;
}

}  // namespace

Courier::Courier(const Target& target) : path_(target.path), client_(target.origin) {
  client_.set_connection_timeout(kConnect);
  client_.set_read_timeout(kSilence);
  client_.set_write_timeout(kSilence);
  client_.set_tcp_nodelay(true);
  client_.set_keep_alive(true);
  client_.set_default_headers({{"Authorization", "Bearer " + target.secret}, {"Accept", "application/json"}});
  if (!target.authorities.empty()) {
    client_.set_ca_cert_path(target.authorities.string().c_str());
  }
}

tl::expected<void, std::string> Courier::put(const std::string& name, const std::string& text) {
  const std::string bytes = http::gzip(text);
  const httplib::Headers headers = {{"Date", date_of(bytes)}};
  const std::string address = path_ + "/publish/files" + name + ".gz";
  const auto result = client_.Put(address.c_str(), headers, bytes, "application/gzip");
  return accepted(result) ? tl::expected<void, std::string>() : tl::unexpected(reason(result));
}

tl::expected<Channel, std::string> Courier::post(const std::string& event, const std::string& text) {
  httplib::Headers headers;
  if (!event.empty()) {
    headers.emplace("X-EventSource-Event", event);
  }
  const auto result = client_.Post((path_ + "/publish/stream").c_str(), headers, text, "application/json");
  if (!accepted(result)) {
    return tl::unexpected(reason(result));
  }
  const auto told = json::parse(result->body);
  const auto number = [&](const char* name) {
    return told && told->is_object() && told->contains(name) && (*told)[name].is_number_unsigned()
               ? (*told)[name].get<std::uint64_t>()
               : std::uint64_t{0};
  };
  return Channel{number("messages"), number("subscribers")};
}

}  // namespace leitai::publish
