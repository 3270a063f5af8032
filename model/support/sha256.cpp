#include "model/support/sha256.h"

#include <array>
#include <new>
#include <openssl/evp.h>

namespace phiscope {

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::bad_alloc(); // the only way in which a digest of bytes in memory can fail
    }
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int k = 0; k < length; ++k) {
        text += digits[digest[k] >> 4U];
        text += digits[digest[k] & 15U];
    }
    return text;
}

} // namespace phiscope
