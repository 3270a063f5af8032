#pragma once

#include <functional>

namespace phiscope {

class MainWindow;

/// The whole of the program `phiscope`: what `main` does. Returns the exit code. `opened` is called when the
/// window is there and what it was asked to open is being opened (tests act in it as a person would).
int runProgram(int argc, char** argv, const std::function<void(MainWindow&)>& opened = {});

} // namespace phiscope
