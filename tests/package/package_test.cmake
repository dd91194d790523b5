# Installs the build BUILD into a new folder in WORK, builds the consumer against it with
# find_package and with pkg-config, and runs both programs.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(check_output program)
  execute_process(COMMAND ${ARGV} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  if(NOT output STREQUAL "lamella ${VERSION}\n")
    message(FATAL_ERROR "${program} says ${output}")
  endif()
endfunction()

set(consumer ${CMAKE_CURRENT_LIST_DIR}/consumer)
file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
# A package that holds the folder it was made for is of no use elsewhere.
file(RENAME ${WORK}/first ${WORK}/installed)

run(${CMAKE_COMMAND} -S ${consumer} -B ${WORK}/build -DCMAKE_PREFIX_PATH=${WORK}/installed
    -DCMAKE_C_COMPILER=${C_COMPILER})
run(${CMAKE_COMMAND} --build ${WORK}/build)
check_output(${WORK}/build/consumer)

find_program(PKG_CONFIG pkg-config)
if(NOT PKG_CONFIG)
  message(STATUS "pkg-config is not installed: skipped")
  return()
endif()
file(GLOB_RECURSE description ${WORK}/installed/*/lamella.pc)
cmake_path(GET description PARENT_PATH folder)
set(ENV{PKG_CONFIG_PATH} ${folder})
execute_process(COMMAND ${PKG_CONFIG} --cflags --libs lamella OUTPUT_VARIABLE flags
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND ${flags})
cmake_path(GET folder PARENT_PATH libraries)
run(${C_COMPILER} ${consumer}/consumer.c -o ${WORK}/by_pkg_config ${flags} -Wl,-rpath,${libraries})
check_output(${WORK}/by_pkg_config)
