// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leitai::contest {

/// Values by id, sorted. A value type that is cheap to copy and cheap to change after that: entries
/// lie in blocks that copies share, and a change copies one block. Copies are safe to read on any
/// thread; what an iterator points to lives until this map is changed.
template <typename Value>
class SharedMap {
 public:
  using value_type = std::pair<std::string, std::shared_ptr<const Value>>;

 private:
  using Block = std::vector<value_type>;
  using Blocks = std::vector<std::shared_ptr<Block>>;  // none is empty

 public:
  class const_iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = SharedMap::value_type;
    using difference_type = std::ptrdiff_t;
    using pointer = const value_type*;
    using reference = const value_type&;

    const_iterator() = default;
    reference operator*() const { return (*(*blocks_)[block_])[entry_]; }
    pointer operator->() const { return &**this; }
    const_iterator& operator++() {
      if (++entry_ == (*blocks_)[block_]->size()) {
        ++block_;
        entry_ = 0;
      }
      return *this;
    }
    const_iterator operator++(int) {
      const_iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) {
      return a.block_ == b.block_ && a.entry_ == b.entry_;
    }

   private:
    friend class SharedMap;
    const_iterator(const Blocks* blocks, std::size_t block, std::size_t entry)
        : blocks_(blocks), block_(block), entry_(entry) {}

    const Blocks* blocks_ = nullptr;
    std::size_t block_ = 0;
    std::size_t entry_ = 0;
  };

  const_iterator begin() const { return {&blocks_, 0, 0}; }
  const_iterator end() const { return {&blocks_, blocks_.size(), 0}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  const_iterator find(std::string_view id) const {
    const const_iterator found = lower_bound(id);
    return found != end() && found->first == id ? found : end();
  }
  bool contains(std::string_view id) const { return find(id) != end(); }

  /// Null where there is none.
  const Value* get(std::string_view id) const {
    const const_iterator found = find(id);
    return found == end() ? nullptr : found->second.get();
  }

  void put(std::string_view id, std::shared_ptr<const Value> value) {
    if (blocks_.empty()) {
      blocks_.push_back(std::make_shared<Block>(1, value_type(id, std::move(value))));
      size_ = 1;
      return;
    }
    const std::size_t index = std::min(block_of(id), blocks_.size() - 1);
    Block& block = writable(index);
    const auto at = entry_of(block, id);
    if (at != block.end() && at->first == id) {
      at->second = std::move(value);
      return;
    }
    block.emplace(at, std::string(id), std::move(value));
    ++size_;
    if (block.size() > kMostInBlock) divide(index);
  }

  /// True: it was there.
  bool erase(std::string_view id) {
    const const_iterator found = find(id);
    if (found == end()) return false;
    Block& block = writable(found.block_);
    block.erase(block.begin() + static_cast<std::ptrdiff_t>(found.entry_));
    if (block.empty()) blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(found.block_));
    --size_;
    return true;
  }

  /// Calls `visit` with the id and value of each entry that is on one side only, or is not the same
  /// on both (then twice). What the two share is not looked at.
  template <typename Visit>
  static void visit_differences(const SharedMap& before, const SharedMap& after, const Visit& visit) {
    const_iterator old = before.begin();
    const_iterator now = after.begin();
    while (old != before.end() || now != after.end()) {
      if (old != before.end() && now != after.end() && old.entry_ == 0 && now.entry_ == 0 &&
          before.blocks_[old.block_] == after.blocks_[now.block_]) {
        ++old.block_;
        ++now.block_;
      } else if (now == after.end() || (old != before.end() && old->first < now->first)) {
        visit(old->first, *old->second);
        ++old;
      } else if (old == before.end() || now->first < old->first) {
        visit(now->first, *now->second);
        ++now;
      } else {
        if (old->second != now->second) {
          visit(old->first, *old->second);
          visit(now->first, *now->second);
        }
        ++old;
        ++now;
      }
    }
  }

 private:
  static constexpr std::size_t kMostInBlock = 64;

  /// The block that has the id, or would have it; blocks_.size() where it is above all of them.
  std::size_t block_of(std::string_view id) const {
    const auto found = std::partition_point(blocks_.begin(), blocks_.end(),
                                            [id](const auto& block) { return block->back().first < id; });
    return static_cast<std::size_t>(found - blocks_.begin());
  }

  template <typename AnyBlock>
  static auto entry_of(AnyBlock& block, std::string_view id) {
    return std::partition_point(block.begin(), block.end(), [id](const value_type& entry) { return entry.first < id; });
  }

  const_iterator lower_bound(std::string_view id) const {
    const std::size_t block = block_of(id);
    if (block == blocks_.size()) return end();
    const auto entry = entry_of(std::as_const(*blocks_[block]), id);
    return {&blocks_, block, static_cast<std::size_t>(entry - blocks_[block]->cbegin())};
  }

  /// A block that another map also holds is copied before it is changed.
  Block& writable(std::size_t index) {
    if (blocks_[index].use_count() != 1) blocks_[index] = std::make_shared<Block>(*blocks_[index]);
    return *blocks_[index];
  }

  void divide(std::size_t index) {
    Block& block = *blocks_[index];
    const auto middle = block.begin() + static_cast<std::ptrdiff_t>(block.size() / 2);
    auto upper = std::make_shared<Block>(std::make_move_iterator(middle), std::make_move_iterator(block.end()));
    block.erase(middle, block.end());
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(upper));
  }

  Blocks blocks_;
  std::size_t size_ = 0;
};

}  // namespace leitai::contest
