// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/files.h"

#include <array>
#include <deque>
#include <vector>

namespace leitai::publish {
namespace {

constexpr std::array<const char*, 2> kLanguages = {"en", "zh"};

/// The policy, but for who may frame the page: that is read in headers only, where nginx says it.
std::string with_policy(std::string html, std::string policy) {
  constexpr std::string_view kHead = "<head>";
  if (const auto frames = policy.find("; frame-ancestors"); frames != std::string::npos) {
    const auto end = policy.find(';', frames + 1);
    policy.erase(frames, end == std::string::npos ? end : end - frames);
  }
  const auto at = html.find(kHead);
  if (at == std::string::npos || policy.empty() || policy.find('"') != std::string::npos) {
    return html;
  }
  return html.insert(at + kHead.size(), "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">");
}

bool is_file(const std::string& path) {
  return path.find('.', path.rfind('/') + 1) != std::string::npos;
}

bool names(const std::string& text, const std::string& path) {
  for (auto at = text.find(path); at != std::string::npos; at = text.find(path, at + 1)) {
    const char before = at == 0 ? '\0' : text[at - 1];
    const char after = at + path.size() < text.size() ? text[at + path.size()] : '\0';
    const auto is_quote = [](char c) { return c == '"' || c == '\'' || c == '`'; };
    if (is_quote(before) && (is_quote(after) || after == '?')) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::map<std::string, std::string> first_pictures(const http::Server& server) {
  std::map<std::string, std::string> pages;
  for (const std::string language : kLanguages) {
    const auto add = [&](const std::string& name, const std::string& target, const std::string& accepted) {
      http::PublicAnswer answer = server.public_answer(target, accepted);
      if (answer.status == 200) {
        pages[name] = with_policy(std::move(answer.body), std::move(answer.policy));
      }
    };
    add("/results." + language + ".html", "/results", language);
    add("/results.chosen." + language + ".html", "/results?lang=" + language, "");
  }
  return pages;
}

std::map<std::string, std::string> page_files(const http::Server& server,
                                              const std::map<std::string, std::string>& pages) {
  std::map<std::string, std::string> files;
  std::deque<std::string> unread;
  for (const auto& [name, text] : pages) {
    unread.push_back(text);
  }
  const std::vector<std::string> paths = server.page_paths();
  for (; !unread.empty(); unread.pop_front()) {
    for (const std::string& path : paths) {
      if (!is_file(path) || files.contains(path) || !names(unread.front(), path)) {
        continue;
      }
      http::PublicAnswer answer = server.public_answer(path, "");
      if (answer.status == 200) {
        unread.push_back(answer.body);
        files[path] = std::move(answer.body);
      }
    }
  }
  return files;
}

}  // namespace leitai::publish
