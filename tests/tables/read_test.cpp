// SPDX-License-Identifier: GPL-2.0-or-later
// What files may look like, and where it is said that they do not.
#include <catch2/catch.hpp>

#include "server/tables/tables.h"

using namespace leitai::tables;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// "row:column detail" of a file that must be refused.
std::string refused(std::string_view bytes, const Reading& reading = {}) {
  const auto table = read_table(bytes, reading);
  REQUIRE_FALSE(table.has_value());
  return std::to_string(table.error().cell.row) + ":" + std::to_string(table.error().cell.column) + " " +
         table.error().detail;
}

Table read(std::string_view bytes, const Reading& reading = {}) {
  const auto table = read_table(bytes, reading);
  INFO((table ? std::string() : table.error().detail));
  REQUIRE(table.has_value());
  return *table;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// "姓名,组别" and "甲,一组" in GBK.
const std::string kGbk = "\xD0\xD5\xC3\xFB,\xD7\xE9\xB1\xF0\r\n\xBC\xD7,\xD2\xBB\xD7\xE9\r\n";
const Rows kChinese = {{"姓名", "组别"}, {"甲", "一组"}};

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

}  // namespace

TEST_CASE("what is no table is refused with its place") {
  CHECK(refused("") == "0:0 the file is empty");
  CHECK(refused("\r\n\r\n") == "0:0 the file is empty");
  CHECK(refused("\xEF\xBB\xBF") == "0:0 the file is empty");
  CHECK(refused("\nname\n") == "1:0 has no headers");
  CHECK(refused("name\n\"a") == "2:1 has no closing quote");
  CHECK(refused("name,group\na,\"b\"c\n") == "2:2 goes on after its closing quote");
  CHECK(holds(refused("name,group\na,b\"c\"\n"), "2:2 has a quote in the middle"));
  CHECK(refused("name\na\x01\n") == "2:1 holds a control character");
  CHECK(refused("name\n" + std::string(4097, 'a')) == "2:1 must be at most 4096 bytes long");
  CHECK(holds(refused(std::string(256, ',')), "1:257 is one column too many"));
  CHECK(holds(refused(std::string(1024 * 1024 + 1, 'a')), "0:0 is larger than"));
  std::string many = "name\n";
  for (int i = 0; i < 10'001; ++i) many += "a\n";
  CHECK(holds(refused(many), "10002:0 is one row too many"));
}

TEST_CASE("bytes that are no text are refused") {
  CHECK(refused("name\n\xFF\xFF\n") == "2:0 is neither UTF-8 nor GBK at byte 6");
  CHECK(refused("name\n\x81\x20\n", {Encoding::gb18030, {}}) == "2:0 is not gb18030 at byte 6");
  CHECK(refused(kGbk, {Encoding::utf8, {}}) == "1:0 is not utf-8 at byte 1");
  CHECK(holds(refused(std::string("n\0a\0", 4)), "byte order mark"));
  CHECK(holds(refused("\xFF\xFEn"), "is not utf-16le"));
  CHECK(holds(refused(std::string("\xFF\xFE\x00\xD8n\x00", 6)), "is not utf-16le"));
  CHECK(holds(refused("\xEF\xBB\xBFname", {Encoding::gb18030, {}}), "begins with the mark of utf-8"));
  // UTF-8 in which one byte was lost, and which happens to be GBK too.
  CHECK(holds(refused("姓名,组别\n甲乙丙丁戊,\xE4\xB8\n"), "is damaged UTF-8"));
}

TEST_CASE("UTF-8 with and without a mark, GBK and UTF-16 say the same") {
  const std::string plain = "姓名,组别\r\n甲,一组\r\n";
  CHECK(read(plain).encoding == Encoding::utf8);
  CHECK(read(plain).rows == kChinese);
  CHECK(read("\xEF\xBB\xBF" + plain).rows == kChinese);
  CHECK(read(kGbk).encoding == Encoding::gb18030);
  CHECK(read(kGbk).rows == kChinese);
  CHECK(read(utf16(u"姓名\t组别\r\n甲\t一组\r\n", false)).rows == kChinese);
  CHECK(read(utf16(u"姓名\t组别\r\n甲\t一组\r\n", true)).encoding == Encoding::utf16be);
  // 𠮷 lies beyond 16 bits; in GB18030 it takes four bytes.
  CHECK(read(utf16(u"姓名\n𠮷", false)).rows[1][0] == "𠮷");
  CHECK(read("\xD0\xD5\xC3\xFB\n\x95\x34\xB2\x35").rows[1][0] == "𠮷");
}

TEST_CASE("encodings go by the names that people use") {
  CHECK(encoding_named("GBK") == Encoding::gb18030);
  CHECK(encoding_named("gb2312") == Encoding::gb18030);
  CHECK(encoding_named("UTF8") == Encoding::utf8);
  CHECK(encoding_named("utf-16") == Encoding::utf16le);
  for (const char* name : {"", "|", "latin1", "utf"}) CHECK_FALSE(encoding_named(name).has_value());
}

TEST_CASE("the separator is found, or given") {
  const Rows rows = {{"name", "group"}, {"a", "b,c"}};
  CHECK(read("name;group\na;b,c").rows == rows);
  CHECK(read("name\tgroup\na\tb,c").rows == rows);
  CHECK(read("name,group\na,\"b,c\"").rows == rows);
  CHECK(read("sep=;\nname;group\na;b,c").rows == rows);
  CHECK(read("姓名，组别\n甲，一组").rows == kChinese);
  CHECK(read("a;b,c;d,e", {{}, ","}).rows == Rows{{"a;b", "c;d", "e"}});
  CHECK(read("\"name;x\",group\na,b").rows[0] == std::vector<std::string>{"name;x", "group"});
  CHECK(read("name\na；b").rows[1] == std::vector<std::string>{"a；b"});
}

TEST_CASE("quotes hold separators, quotes and line ends; rows end in any way") {
  CHECK(read("a,b\r\n\"1\r\n2\",\"\"\"q\"\"\"\r\n").rows == Rows{{"a", "b"}, {"1\r\n2", "\"q\""}});
  CHECK(read("a\rb\rc").rows == Rows{{"a"}, {"b"}, {"c"}});
  CHECK(read("a\nb\n\n\nc\n\n").rows == Rows{{"a"}, {"b"}, {}, {}, {"c"}});
  CHECK(read("a,b\n,\n1,2\n").rows == Rows{{"a", "b"}, {}, {"1", "2"}});
}

TEST_CASE("what is written is read back, and no spreadsheet computes it") {
  const Rows rows = {
      {"name", "note"}, {"=1+1", "@x"}, {"+86 138", "-1.5"}, {"-x", "'=x"}, {"a,b", "say \"hi\"\r\nthere"},
      {"'plain", "x"}};
  const std::string text = csv_text(rows);
  CHECK(text.starts_with("\xEF\xBB\xBFname,note\r\n'=1+1,'@x\r\n'+86 138,-1.5\r\n"));
  CHECK(holds(text, "\"a,b\",\"say \"\"hi\"\"\r\nthere\"\r\n"));
  CHECK(read(csv_text({{"sep=", "a，b"}, {"1", "2"}})).rows == Rows{{"sep=", "a，b"}, {"1", "2"}});
  CHECK(csv_text({{""}}) == "\xEF\xBB\xBF\"\"\r\n");
}
