// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "overlays/json/json.h"

namespace leitai::contest {

using json::Json;

/// Where a document is written: the same calls make a text, or a tree. A large round's standings are some
/// ten thousand values: as a tree they cost several times what it takes to compute them.
class Sink {
 public:
  virtual ~Sink() = default;

  virtual void open_object() = 0;
  virtual void close_object() = 0;
  virtual void open_list() = 0;
  virtual void close_list() = 0;
  virtual void name(std::string_view name) = 0;  ///< of the member that comes next: an id or a word of ours

  virtual void text(std::string_view value) = 0;  ///< UTF-8
  virtual void integer(std::int64_t value) = 0;
  virtual void boolean(bool value) = 0;
  virtual void null() = 0;
  virtual void tree(const Json& value) = 0;

  /// Is a text made here? Then members of the open object may come as what another TextSink made of them: at least one.
  virtual bool takes_members() const { return false; }
  virtual void members(std::string_view) {}

  // Members of the object that is open.
  void text(std::string_view member, std::string_view value) { name(member), text(value); }
  void integer(std::string_view member, std::int64_t value) { name(member), integer(value); }
  void boolean(std::string_view member, bool value) { name(member), boolean(value); }
  void null(std::string_view member) { name(member), null(); }
  void tree(std::string_view member, const Json& value) { name(member), tree(value); }
};

class TextSink final : public Sink {
 public:
  /// `size`: as many bytes as are to be expected.
  explicit TextSink(std::size_t size = 0) { text_.reserve(size); }

  void open_object() override { open('{'); }
  void close_object() override { close('}'); }
  void open_list() override { open('['); }
  void close_list() override { close(']'); }
  void name(std::string_view name) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void boolean(bool value) override;
  void null() override;
  void tree(const Json& value) override;
  bool takes_members() const override { return true; }
  void members(std::string_view text) override;
  using Sink::boolean, Sink::integer, Sink::null, Sink::text, Sink::tree;

  std::string take() { return std::move(text_); }

 private:
  void separate();
  void quoted(std::string_view value);
  void open(char bracket);
  void close(char bracket);

  std::string text_;
  bool fresh_ = true;  ///< what comes next is the first in its object or list, or a member's value
};

class TreeSink final : public Sink {
 public:
  void open_object() override { open(Json::object()); }
  void close_object() override { open_.pop_back(); }
  void open_list() override { open(Json::array()); }
  void close_list() override { open_.pop_back(); }
  void name(std::string_view name) override { name_ = name; }
  void text(std::string_view value) override { put(value); }
  void integer(std::int64_t value) override { put(value); }
  void boolean(bool value) override { put(value); }
  void null() override { put(nullptr); }
  void tree(const Json& value) override { put(value); }
  using Sink::boolean, Sink::integer, Sink::null, Sink::text, Sink::tree;

  Json take() { return std::move(root_); }

 private:
  Json& put(Json value);
  void open(Json container) { open_.push_back(&put(std::move(container))); }

  Json root_;
  std::vector<Json*> open_;  ///< from the root inwards. What they point to stays: only the innermost grows
  std::string_view name_;
};

/// Passes on what is written, but for members with other names than these, in whatever object.
class PickingSink final : public Sink {
 public:
  /// Both live longer than this.
  PickingSink(Sink& to, std::span<const std::string_view> names) : to_(to), names_(names) {}

  void open_object() override;
  void close_object() override;
  void open_list() override;
  void close_list() override;
  void name(std::string_view name) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void boolean(bool value) override;
  void null() override;
  void tree(const Json& value) override;
  using Sink::boolean, Sink::integer, Sink::null, Sink::text, Sink::tree;

 private:
  /// Is what opens here passed on?
  bool opens();
  bool closes();
  bool passes();  ///< a value

  Sink& to_;
  std::span<const std::string_view> names_;
  bool unwanted_ = false;  ///< the member that comes next
  int depth_ = 0;          ///< within an unwanted member
};

}  // namespace leitai::contest
