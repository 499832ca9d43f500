# Writes FILES into OUT, compressed, as C++ that says server/cli/samples.h's embedded_samples().
set(arrays "")
set(rows "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  set(packed ${OUT}.${name}.gz)
  file(ARCHIVE_CREATE OUTPUT ${packed} PATHS ${file} FORMAT raw COMPRESSION GZip COMPRESSION_LEVEL 9)
  file(READ ${packed} hex HEX)
  file(REMOVE ${packed})
  # Bytes 4 to 7 of a gzip stream are the time of packing: the same files make the same program.
  string(SUBSTRING "${hex}" 0 8 head)
  string(SUBSTRING "${hex}" 16 -1 rest)
  set(hex "${head}00000000${rest}")
  string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND arrays "const unsigned char k_${identifier}[] = {\n${hex}};\n")
  string(APPEND rows "      {\"${name}\", k_${identifier}},\n")
endforeach()
file(WRITE ${OUT} "#include \"server/cli/samples.h\"
namespace leitai::cli {
namespace {
${arrays}}
std::span<const EmbeddedSample> embedded_samples() {
  static const EmbeddedSample kSamples[] = {
${rows}  };
  return kSamples;
}
}
")
