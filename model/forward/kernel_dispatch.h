#pragma once

// For the inner loops that are compiled for several processors, of which the best is chosen when the program
// starts. Through the dynamic linker, before main; sanitizers' runtimes are not ready then.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define PHISCOPE_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PHISCOPE_DISPATCH
#endif

// Helpers must become part of each version of the loop, or the loop is not vectorised.
#if defined(__GNUC__)
#define PHISCOPE_INLINE __attribute__((always_inline)) inline
#else
#define PHISCOPE_INLINE inline
#endif
