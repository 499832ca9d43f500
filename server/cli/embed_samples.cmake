# Writes FILES into OUT, as C++ that fills server/cli/samples.h.
set(arrays "")
set(rows "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND arrays "const unsigned char k_${identifier}[] = {\n${hex}};\n")
  string(APPEND rows "      {\"${name}\", {reinterpret_cast<const char*>(k_${identifier}), sizeof k_${identifier}}},\n")
endforeach()
file(WRITE ${OUT} "#include \"server/cli/samples.h\"
namespace leitai::cli {
namespace {
${arrays}}
const std::map<std::string, std::string_view>& samples() {
  static const std::map<std::string, std::string_view> kSamples = {
${rows}  };
  return kSamples;
}
}
")
