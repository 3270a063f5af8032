#include "model/neuron/hoc_loader.h"

#include <cstring>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "--import-hoc") == 0) {
        return phiscope::runHocImport(argv[2], STDOUT_FILENO);
    }
    return 0;
}
