// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/tables/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>

namespace leitai::tables {

namespace {

constexpr std::string_view kMark8 = "\xEF\xBB\xBF";
constexpr std::string_view kMark16Le = "\xFF\xFE";
constexpr std::string_view kMark16Be = "\xFE\xFF";

struct Names {
  Encoding encoding;
  const char* converter;  ///< ICU's
  std::string_view name;
  std::string_view others;  ///< each between two |
};
constexpr Names kNames[] = {
    {Encoding::utf8, "UTF-8", "utf-8", "|utf-8|utf8|"},
    {Encoding::gb18030, "gb18030", "gb18030", "|gb18030|gbk|gb2312|cp936|"},
    {Encoding::utf16le, "UTF-16LE", "utf-16le", "|utf-16le|utf-16|utf16|"},
    {Encoding::utf16be, "UTF-16BE", "utf-16be", "|utf-16be|"},
};

const Names& names_of(Encoding encoding) {
  return *std::find_if(std::begin(kNames), std::end(kNames),
                       [&](const Names& names) { return names.encoding == encoding; });
}

/// Where a text is not what it should be: a byte's position.
using Text = tl::expected<std::string, std::size_t>;

std::string to_utf8(std::u16string_view text) {
  std::string utf8(text.size() * 3, '\0');
  std::int32_t length = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8WithSub(utf8.data(), static_cast<std::int32_t>(utf8.size()), &length, text.data(),
                     static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &status);
  utf8.resize(U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
  return utf8;
}

/// Stops at the first thing that the encoding does not have.
Text converted(std::string_view bytes, Encoding encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open(names_of(encoding).converter, &status),
                                                                     ucnv_close);
  if (U_FAILURE(status)) return tl::unexpected(std::size_t{0});
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  std::u16string text(bytes.size() + 1, u'\0');
  char16_t* out = text.data();
  const char* in = bytes.data();
  ucnv_toUnicode(converter.get(), &out, text.data() + text.size(), &in, bytes.data() + bytes.size(), nullptr, true,
                 &status);
  if (U_FAILURE(status)) {
    char bad[16];
    std::int8_t length = sizeof bad;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), bad, &length, &ignored);
    const auto read = static_cast<std::size_t>(in - bytes.data());
    return tl::unexpected(read - std::min(read, static_cast<std::size_t>(std::max<int>(length, 0))));
  }
  text.resize(static_cast<std::size_t>(out - text.data()));
  return to_utf8(text);
}

/// Characters of three and four bytes in UTF-8 hardly ever come about by chance: a file that has them
/// nearly everywhere, and something else in between, is UTF-8 that was damaged.
bool is_damaged_utf8(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  std::size_t foreign = 0;
  std::size_t in_characters = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    std::size_t length = 1;
    if ((at(i) & 0xF0U) == 0xE0U && follows(i + 1) && follows(i + 2)) length = 3;
    if ((at(i) & 0xF8U) == 0xF0U && follows(i + 1) && follows(i + 2) && follows(i + 3)) length = 4;
    if (at(i) >= 0x80U) foreign += length;
    if (length > 1) in_characters += length;
    i += length;
  }
  return in_characters * 2 > foreign;
}

/// A byte's place, in the rows that a text editor would show.
CellError bad_byte(std::string_view bytes, std::size_t position, const std::string& what) {
  const auto rows = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(position), '\n');
  return {{static_cast<std::size_t>(rows) + 1, 0}, "", "", what + " at byte " + std::to_string(position + 1)};
}

CellError of_file(std::string detail) {
  return {{}, "", "", std::move(detail)};
}

std::optional<Encoding> marked(std::string_view bytes) {
  if (bytes.starts_with(kMark8)) return Encoding::utf8;
  if (bytes.starts_with(kMark16Le)) return Encoding::utf16le;
  if (bytes.starts_with(kMark16Be)) return Encoding::utf16be;
  return std::nullopt;
}

std::string_view without_mark(std::string_view bytes) {
  bytes.remove_prefix(bytes.starts_with(kMark8) ? kMark8.size() : kMark16Le.size());
  return bytes;
}

tl::expected<Decoded, CellError> decode_as(std::string_view bytes, Encoding encoding) {
  Text text = converted(bytes, encoding);
  if (text) return Decoded{encoding, std::move(*text)};
  return tl::unexpected(bad_byte(bytes, text.error(), "is not " + std::string(encoding_name(encoding))));
}

tl::expected<Decoded, CellError> guessed(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos)
    return tl::unexpected(of_file("holds zero bytes: a file in UTF-16 needs its byte order mark"));
  Text utf8 = converted(bytes, Encoding::utf8);
  if (utf8) return Decoded{Encoding::utf8, std::move(*utf8)};
  if (is_damaged_utf8(bytes)) return tl::unexpected(bad_byte(bytes, utf8.error(), "is damaged UTF-8"));
  Text chinese = converted(bytes, Encoding::gb18030);
  if (chinese) return Decoded{Encoding::gb18030, std::move(*chinese)};
  return tl::unexpected(bad_byte(bytes, utf8.error(), "is neither UTF-8 nor GBK"));
}

}  // namespace

std::optional<Encoding> encoding_named(std::string_view name) {
  std::string wanted = "|";
  for (const char c : name) wanted += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  wanted += "|";
  for (const Names& names : kNames)
    if (wanted.size() > 2 && names.others.find(wanted) != std::string_view::npos) return names.encoding;
  return std::nullopt;
}

std::string_view encoding_name(Encoding encoding) {
  return names_of(encoding).name;
}

tl::expected<Decoded, CellError> decode(std::string_view bytes, std::optional<Encoding> known) {
  if (bytes.size() > kMostFileBytes)
    return tl::unexpected(of_file("is larger than " + std::to_string(kMostFileBytes) + " bytes"));
  const std::optional<Encoding> mark = marked(bytes);
  // FE FF are two bytes that GB18030 does not have: a mark is never the beginning of a text.
  if (mark) {
    const bool agrees = !known || *known == *mark || (*known == Encoding::utf16le && *mark == Encoding::utf16be);
    if (!agrees)
      return tl::unexpected(of_file("begins with the mark of " + std::string(encoding_name(*mark)) + ", and is not " +
                                    std::string(encoding_name(*known))));
    return decode_as(without_mark(bytes), *mark);
  }
  return known ? decode_as(bytes, *known) : guessed(bytes);
}

}  // namespace leitai::tables
