#include "app/program.h"

int main(int argc, char** argv) {
    return phiscope::runProgram(argc, argv);
}
