// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/tables/columns.h"

#include <algorithm>
#include <span>

#include "server/tables/cell_text.h"

namespace leitai::tables {

namespace {

/// A field and what headers may call it, folded.
struct Words {
  std::string_view field;
  std::string_view words;  ///< separated by |
};

constexpr Words kContestants[] = {
    {"id", "id|标识"},
    {"number", "number|no|no.|nr|#|号码|序号|编号|选手号|选手编号|参赛号|参赛编号|出场号|出场序号|抽签号"},
    {"name", "name|姓名|名称|名字|选手|选手姓名|参赛选手|contestant|项目名称"},
    {"group", "group|组别|分组|组|小组|参赛组别"},
    {"organization", "organization|organisation|单位|部门|所在单位|所在部门|参赛单位|单位名称"},
    {"title", "title|position|职务|职位|岗位"},
    {"origin", "origin|region|来源|地区|籍贯"},
    {"photo", "photo|picture|照片|图片|头像"},
    {"supporter", "supporter|助力人|支持人|助力嘉宾|助阵人"},
    {"remote", "remote|连线|远程|视频连线"},
    {"withdrawn", "withdrawn|退赛|弃权|退出"},
};

constexpr Words kPeople[] = {
    {"id", "id|标识|编号"},
    {"name", "name|姓名|名称|名字|评委|评委姓名|judge"},
    {"title", "title|position|职务|职位|岗位"},
    {"organization", "organization|organisation|单位|部门|所在单位|所在部门|单位名称"},
    {"role", "role|角色|身份|类别"},
    {"photo", "photo|picture|照片|图片|头像"},
};

constexpr Words kScores[] = {
    {"id", "id|标识|contestantid|选手标识"},
    {"number", "number|no|no.|nr|#|号码|序号|编号|选手号|选手编号|参赛号|参赛编号|出场号|出场序号|抽签号"},
    {"name", "name|姓名|名称|名字|选手姓名|项目名称"},
    {"contestant", "contestant|选手|参赛选手"},
    {"judge", "judge|评委|评委姓名|裁判"},
    {"criterion", "criterion|评分项|评分项目|评分标准|指标"},
    {"mark", "mark|score|points|分数|得分|评分|打分"},
    {kNotRead,
     "group|组别|分组|organization|organisation|单位|部门|所在单位|所在部门|title|职务|职位|total|总分|合计|"
     "average|平均分|均分|最后得分|最终得分|rank|排名|名次|remark|remarks|备注"},
};

constexpr Words kRoles[] = {
    {"judge", "judge|评委|裁判|评审"},
    {"reviewer", "reviewer|点评|点评人|点评嘉宾"},
    {"supporter", "supporter|助力|助力人|支持人|助力嘉宾"},
    {"host", "host|主持|主持人"},
    {"guest", "guest|嘉宾"},
};

std::string_view find(std::span<const Words> table, std::string_view text) {
  const std::string word = folded(text);
  if (word.empty() || word.find('|') != std::string::npos) return {};
  for (const Words& words : table)
    for (std::string_view rest = words.words; !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      if (rest.substr(0, end) == word) return words.field;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  return {};
}

}  // namespace

std::string_view field_named(Kind kind, std::string_view header) {
  switch (kind) {
    case Kind::contestants:
      return find(kContestants, header);
    case Kind::people:
      return find(kPeople, header);
    case Kind::scores:
      return find(kScores, header);
  }
  return {};
}

std::string_view role_named(std::string_view text) {
  return find(kRoles, text);
}

}  // namespace leitai::tables
