// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/http/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace leitai::http::test {

std::string Reply::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

std::size_t Reply::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [&](const auto& header) { return header.first == name; }));
}

Json Reply::json() const {
  INFO(body);
  const auto value = json::parse(body);
  REQUIRE(value.has_value());
  return *value;
}

std::vector<std::string> Reply::pointers() const {
  std::vector<std::string> pointers;
  const Json document = json();
  for (const Json& error : document.at("errors")) {
    pointers.push_back(error.at("pointer").get<std::string>());
  }
  return pointers;
}

std::string gunzipped(const std::string& compressed) {
  z_stream stream{};
  REQUIRE(::inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string text(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  REQUIRE(::inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  ::inflateEnd(&stream);
  return text;
}

Client::Client(int port, int receive_buffer, const char* from) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  const timeval guard{20, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof guard);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &guard, sizeof guard);
  sockaddr_in address{};
  if (from != nullptr) {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::inet_addr(from);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot be at that address");
    }
  }
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // Not an assertion: those of the test library are for its own thread.
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

Client::~Client() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), in_(std::move(other.in_)), chunk_(std::move(other.chunk_)) {}

bool Client::send(std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Client::read_byte(char& byte) {
  if (in_.empty()) {
    in_.resize(16 * 1024);
    const ssize_t got = ::recv(socket_, in_.data(), in_.size(), 0);
    in_.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    std::reverse(in_.begin(), in_.end());  // taken from the back
    if (in_.empty()) {
      return false;
    }
  }
  byte = in_.back();
  in_.pop_back();
  return true;
}

std::optional<std::string> Client::read_line() {
  std::string line;
  for (char byte = 0; read_byte(byte);) {
    if (byte == '\n') {
      return line;
    }
    line += byte;
  }
  return std::nullopt;
}

std::optional<Reply> Client::read_head() {
  Reply reply;
  auto line = read_line();
  if (!line || !line->starts_with("HTTP/1.1 ")) {
    return std::nullopt;
  }
  reply.status = std::stoi(line->substr(9, 3));
  for (line = read_line(); line && *line != "\r"; line = read_line()) {
    const std::size_t colon = line->find(": ");
    if (colon == std::string::npos || line->back() != '\r') {
      return std::nullopt;
    }
    std::string name = line->substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    reply.headers.emplace_back(std::move(name), line->substr(colon + 2, line->size() - colon - 3));
  }
  return line ? std::optional(std::move(reply)) : std::nullopt;
}

bool Client::fill_chunk() {
  const auto size_line = read_line();
  if (!size_line) {
    return false;
  }
  const std::size_t size = std::stoul(*size_line, nullptr, 16);
  char byte = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!read_byte(byte)) {
      return false;
    }
    chunk_ += byte;
  }
  return read_line() == "\r" && size > 0;
}

std::optional<std::string> Client::read_stream_line() {
  while (chunk_.find('\n') == std::string::npos) {
    if (!fill_chunk()) {
      return std::nullopt;
    }
  }
  std::string line = chunk_.substr(0, chunk_.find('\n'));
  chunk_.erase(0, line.size() + 1);
  return line;
}

std::optional<Reply> Client::read_reply(bool head) {
  std::optional<Reply> reply = read_head();
  if (!reply || head || reply->status == 204 || reply->status == 304) {
    return reply;
  }
  if (reply->header("transfer-encoding") == "chunked") {
    while (fill_chunk()) {
    }
    reply->body = std::exchange(chunk_, {});
    return reply;
  }
  char byte = 0;
  const bool counted = reply->count("content-length") > 0;
  for (std::size_t left = counted ? std::stoul(reply->header("content-length")) : SIZE_MAX; left > 0; --left) {
    if (!read_byte(byte)) {
      return counted ? std::nullopt : reply;
    }
    reply->body += byte;
  }
  return reply;
}

bool Client::closed_by_server() {
  for (char byte = 0; read_byte(byte);) {
  }
  char byte = 0;
  const ssize_t got = ::recv(socket_, &byte, 1, 0);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

bool Client::answered_within(std::chrono::milliseconds time) const {
  pollfd handle = {socket_, POLLIN, 0};
  return ::poll(&handle, 1, static_cast<int>(time.count())) > 0;
}

void Client::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

}  // namespace leitai::http::test
