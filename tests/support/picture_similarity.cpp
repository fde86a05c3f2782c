// How alike two PNG files are: image_similarity(), then the luma and chroma of video_similarity().
//
//     picture_similarity A.png B.png
#include <iostream>

#include "tests/support/image_similarity.h"
#include "viz/export/png.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "picture_similarity A.png B.png\n";
    return 2;
  }
  const baryscope::Image a = baryscope::load_png(argv[1]), b = baryscope::load_png(argv[2]);
  const baryscope::VideoSimilarity planes = baryscope::video_similarity(a, b);
  std::cout << baryscope::image_similarity(a, b) << ' ' << planes.luma << ' ' << planes.chroma
            << '\n';
  return 0;
}
