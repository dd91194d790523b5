"""lamella.h compiles alone in each language, with each compiler, without a warning.

Usage: headers_test.py INCLUDE-FOLDER MODULE-MAP
"""

import shutil
import subprocess
import sys

STANDARDS = {
    "c": ["c99", "c11", "c17"],
    "c++": ["c++17", "c++20"],
}
COMPILERS = {"c": ["gcc", "clang"], "c++": ["g++", "clang++"]}
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
# The order of the headers must not matter, nor that one comes twice.
SOURCES = [
    "#include <lamella.h>\n",
    "#include <lamella_arrow.h>\n#include <lamella.h>\n",
    "#include <lamella.h>\n#include <lamella_arrow.h>\n#include <lamella.h>\n",
]


def compiles(command, source):
    # A file without declarations of its own is not pedantic C.
    source += "int a_declaration;\n"
    result = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    if result.returncode:
        print(" ".join(command), result.stderr, sep="\n")
    return result.returncode == 0


def main(include, module_map):
    passed = []
    for language, standards in STANDARDS.items():
        for compiler in filter(shutil.which, COMPILERS[language]):
            for standard in standards:
                command = [compiler, f"-std={standard}", *WARNINGS, f"-I{include}"]
                command += ["-x", language, "-"]
                passed += [compiles(command, source) for source in SOURCES]
    if clang := shutil.which("clang"):
        # As Swift reads it; nullability must be complete, or pointers become implicitly optional.
        modules = ["-fmodules", f"-fmodule-map-file={module_map}", "-fsyntax-only"]
        modules += ["-Werror", "-Wnullability-completeness", "-fmodules-cache-path=modules"]
        command = [clang, *modules, f"-I{include}", "-x", "objective-c", "-"]
        passed.append(compiles(command, "@import CLamella;\nlamella_code code;\n"))
    print(f"{sum(passed)} of {len(passed)} compile")
    return 0 if passed and all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
