# Large rooms are compiled several files at once, in half of the time: most of it makes the same templates. While you
# change one file, -DLEITAI_UNITY=OFF compiles that one alone.
option(LEITAI_UNITY "Compile the large rooms several files at once" ON)

# A test's own code runs for moments and is compiled for minutes: without optimisation in half of them.
set(LEITAI_TEST_OPTIONS $<$<CONFIG:Release>:-O0>)

# For what runs beside the show, some times a second at most: a third smaller, and half as fast at worst.
set(LEITAI_SMALL $<$<CONFIG:Release>:-Os>)

# What nearly every file reads, parsed once: half of the time that a build takes.
set(LEITAI_HEADERS
  <functional> <map> <memory> <optional> <string> <variant> <vector> <nlohmann/json.hpp> <tl/expected.hpp>)
foreach(headers leitai_headers leitai_small_headers)
  add_library(${headers} OBJECT ${PROJECT_SOURCE_DIR}/cmake/empty.cpp)
  target_link_libraries(${headers} PRIVATE nlohmann_json::nlohmann_json tl::expected)
  target_precompile_headers(${headers} PRIVATE ${LEITAI_HEADERS})
endforeach()
target_compile_options(leitai_small_headers PRIVATE ${LEITAI_SMALL})

if(LEITAI_TESTS)
  # Under a sanitizer, what other libraries do is listed with its reason in tests/sanitizers. glib's own
  # allocator hands memory between threads unseen by a sanitizer; malloc does not.
  set(suppressions ${PROJECT_SOURCE_DIR}/tests/sanitizers)
  set(LEITAI_TEST_ENVIRONMENT
    G_SLICE=always-malloc
    TSAN_OPTIONS=suppressions=${suppressions}/tsan.supp
    LSAN_OPTIONS=suppressions=${suppressions}/lsan.supp:print_suppressions=0)

  add_library(leitai_test_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/empty.cpp)
  target_compile_options(leitai_test_headers PRIVATE ${LEITAI_TEST_OPTIONS})
  target_link_libraries(leitai_test_headers PRIVATE nlohmann_json::nlohmann_json tl::expected Catch2::Catch2)
  target_precompile_headers(leitai_test_headers PRIVATE ${LEITAI_HEADERS} <catch2/catch.hpp>)
endif()

# A room is a folder with one idea, one target and one public header of its own name. Its LINKS are
# the arrows of docs/architecture.md; tests/house checks that its includes follow them.
#
#   leitai_room(contest UNITY LINKS leitai::json tl::expected)   ->  leitai::contest
#
# SMALL compiles it for size.
function(leitai_room name)
  cmake_parse_arguments(ROOM "UNITY;SMALL" "" "LINKS;PRIVATE_LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  set(target leitai_${name})
  if(NOT sources)
    set(sources ${PROJECT_SOURCE_DIR}/cmake/empty.cpp)
  endif()
  add_library(${target} STATIC ${sources})
  add_library(leitai::${name} ALIAS ${target})
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wnon-virtual-dtor)
  target_link_libraries(${target} PUBLIC ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE_LINKS})
  if(ROOM_SMALL)
    target_compile_options(${target} PRIVATE ${LEITAI_SMALL})
    target_precompile_headers(${target} REUSE_FROM leitai_small_headers)
  else()
    target_precompile_headers(${target} REUSE_FROM leitai_headers)
  endif()
  if(ROOM_UNITY AND LEITAI_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
    # GCC takes what a .cpp file says for what a header says, where another file includes it.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# One Catch2 program for a folder of tests.
#
#   leitai_test(contest LINKS leitai::contest)   ->  build/bin/contest_tests, ctest "contest"
function(leitai_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_tests ${sources})
  target_compile_options(${name}_tests PRIVATE -Wall -Wextra ${LEITAI_TEST_OPTIONS})
  target_link_libraries(${name}_tests PRIVATE ${TEST_LINKS} Catch2::Catch2WithMain)
  target_include_directories(${name}_tests PRIVATE ${PROJECT_SOURCE_DIR})
  target_precompile_headers(${name}_tests REUSE_FROM leitai_test_headers)
  target_compile_definitions(${name}_tests PRIVATE
    LEITAI_SOURCE_DIR="${PROJECT_SOURCE_DIR}" LEITAI_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name}_tests)
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} ENVIRONMENT "${LEITAI_TEST_ENVIRONMENT}")
endfunction()
