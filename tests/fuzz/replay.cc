// Passes each file of the folders that it is given to the target that it is linked with: the
// corpora as tests, with any compiler. Fails when a folder has no file.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "fuzz.h"

namespace {

namespace fs = std::filesystem;

// Copied to the heap in its exact size, so that AddressSanitizer sees a read beyond the end.
void run(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file),
                                std::istreambuf_iterator<char>()};
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

size_t replay(const char* folder) {
  std::set<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.insert(entry.path());
  }
  for (const fs::path& path : paths) {
    // Unbuffered: the last line names the input that ended the process.
    std::fprintf(stderr, "%s\n", path.filename().c_str());
    run(path);
  }
  return paths.size();
}

}  // namespace

int main(int count, char** arguments) {
  size_t all = 0;
  for (int i = 1; i < count; ++i) {
    const size_t inputs = replay(arguments[i]);
    if (inputs == 0) {
      std::fprintf(stderr, "%s holds no input\n", arguments[i]);
      return 1;
    }
    all += inputs;
  }
  std::printf("%zu inputs\n", all);
  return all == 0 ? 1 : 0;
}
