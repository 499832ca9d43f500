// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/http/server.h"

namespace leitai::http {

/// The API for the program that the show runs in: the same addresses, checks, answers and problems, without a
/// socket, so that it is there where nobody can listen. From any thread that may wait for the disk.
class Inside {
 public:
  /// The operator's, with the name of `options`; `show` must live longer. `options.token` must not be empty.
  Inside(Options options, show::Show& show);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  struct Answer {
    int status = 0;
    std::string body;  ///< JSON: what is answered, or the problem
  };
  /// `target` as in a request's line, "/api/v1/air"; an empty `body` is none. What streams is answered 501.
  Answer ask(std::string_view method, std::string_view target, std::string body);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leitai::http
