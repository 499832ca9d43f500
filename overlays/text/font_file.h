// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct hb_blob_t;

namespace leitai::overlays {

/// A font's file in memory: mapped, as a rule, and then what was read of it can be given back. It stays the same file
/// where another is put in its place. What a text reads stays with the process as long as nobody gives it back: of a
/// Chinese font that is four megabytes, for some names.
class FontFile {
 public:
  /// Null where it cannot be read.
  static std::unique_ptr<FontFile> open(const std::string& path);
  /// Holds the blob.
  explicit FontFile(hb_blob_t* blob);
  ~FontFile();
  FontFile(const FontFile&) = delete;
  FontFile& operator=(const FontFile&) = delete;

  std::span<const std::uint8_t> bytes() const { return bytes_; }

  /// Whoever reads goes on reading. Takes about 0.1 ms; does nothing for a file that is no mapping.
  void give_back() const;

 private:
  hb_blob_t* blob_;
  std::span<const std::uint8_t> bytes_;
  bool is_mapped_;
};

}  // namespace leitai::overlays
