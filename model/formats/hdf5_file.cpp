#include "model/formats/hdf5_file.h"

#include <hdf5.h>

#include <algorithm>
#include <mutex>

namespace phiscope::hdf5 {

namespace {

// One thread in the library at a time; recursive, since a program may read one file while it writes another.
std::recursive_mutex& libraryMutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

void enterLibrary() {
    libraryMutex().lock();
    // Files close with their handles. The library's own tidying at the end of the program adds nothing, and
    // after a damaged file, of which the library loses pieces, it spins and prints.
    [[maybe_unused]] static const herr_t once = H5dont_atexit();
}

/// The library prints its error stack on stderr unless it is told not to.
class Silence {
public:
    Silence() {
        H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }
    ~Silence() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

template <herr_t (*close)(hid_t)>
int closeWith(std::int64_t id) {
    const Silence silence;
    return close(id);
}

template <herr_t (*close)(hid_t)>
Handle handle(hid_t id, const std::string& failure) {
    if (id < 0) {
        throw Failure{failure};
    }
    return {id, &closeWith<close>};
}

void require(herr_t code, const std::string& failure) {
    if (code < 0) {
        throw Failure{failure};
    }
}

/// Text of up to `length` bytes, padded with zeros. Not HDF5's text of variable length, which lies in a heap
/// that the library reads without checking: one flipped bit in a file made it crash.
Handle textType(std::size_t length) {
    Handle type = handle<H5Tclose>(H5Tcopy(H5T_C_S1), "no memory");
    require(H5Tset_size(type.id(), std::max<std::size_t>(length, 1)), "no memory");
    require(H5Tset_strpad(type.id(), H5T_STR_NULLPAD), "no memory");
    require(H5Tset_cset(type.id(), H5T_CSET_UTF8), "no memory");
    return type;
}

/// Every piece of the file's structure carries a checksum, so that damage is noticed and not followed.
Handle checkedAccess() {
    Handle list = handle<H5Pclose>(H5Pcreate(H5P_FILE_ACCESS), "no memory");
    require(H5Pset_libver_bounds(list.id(), H5F_LIBVER_V18, H5F_LIBVER_LATEST), "no memory");
    require(H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG), "no memory");
    return list;
}

Handle makeSpace(const Shape& shape) {
    if (shape.empty()) {
        return handle<H5Sclose>(H5Screate(H5S_SCALAR), "no memory");
    }
    const std::vector<hsize_t> sizes(shape.begin(), shape.end());
    return handle<H5Sclose>(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr),
                            "no memory");
}

Handle withGroups() {
    Handle list = handle<H5Pclose>(H5Pcreate(H5P_LINK_CREATE), "no memory");
    require(H5Pset_create_intermediate_group(list.id(), 1), "no memory");
    return list;
}

Shape shapeOf(const Handle& dataset, const std::string& path) {
    const Handle space = handle<H5Sclose>(H5Dget_space(dataset.id()), path + " cannot be read");
    const int rank = H5Sget_simple_extent_ndims(space.id());
    require(rank, path + " cannot be read");
    std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
    if (rank > 0) {
        require(H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr), path + " cannot be read");
    }
    return {sizes.begin(), sizes.end()};
}

std::size_t countOf(const Shape& shape) {
    std::size_t count = 1;
    for (const std::uint64_t size : shape) {
        count *= static_cast<std::size_t>(size);
    }
    return count;
}

/// Bytes of one text of this stored type.
std::size_t textLength(const Handle& stored, const std::string& path) {
    if (H5Tget_class(stored.id()) != H5T_STRING || H5Tis_variable_str(stored.id()) != 0) {
        throw Failure{path + " is not text of Phiscope"};
    }
    return H5Tget_size(stored.id());
}

constexpr std::size_t mostText = std::size_t{1} << 30U;

std::vector<std::string> split(const std::string& padded, std::size_t length, std::size_t count) {
    std::vector<std::string> texts;
    texts.reserve(count);
    for (std::size_t k = 0; k < count; ++k) {
        const std::string text = padded.substr(k * length, length);
        texts.push_back(text.substr(0, std::min(text.find('\0'), text.size())));
    }
    return texts;
}

} // namespace

bool Handle::reset() {
    if (id_ < 0) {
        return true;
    }
    return close_(std::exchange(id_, -1)) >= 0;
}

File File::create(const std::filesystem::path& path) {
    enterLibrary();
    const Silence silence;
    try {
        return File(
            handle<H5Fclose>(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, checkedAccess().id()),
                             "the file cannot be written"));
    } catch (...) {
        libraryMutex().unlock();
        throw;
    }
}

File File::open(const std::filesystem::path& path) {
    enterLibrary();
    const Silence silence;
    try {
        return File(handle<H5Fclose>(H5Fopen(path.c_str(), H5F_ACC_RDONLY, checkedAccess().id()),
                                     "it is not an HDF5 file, or it is cut off or damaged"));
    } catch (...) {
        libraryMutex().unlock();
        throw;
    }
}

File::File(File&& other) noexcept
    : file_(std::move(other.file_)) {}

File::~File() {
    if (file_.valid()) {
        file_.reset();
        libraryMutex().unlock();
    }
}

void File::close() {
    const Silence silence;
    const bool flushed = H5Fflush(file_.id(), H5F_SCOPE_LOCAL) >= 0;
    const bool closed = file_.reset();
    libraryMutex().unlock();
    if (!flushed || !closed) {
        throw Failure{"the file cannot be written to its end; is the disk full?"};
    }
}

void File::writeArray(const std::string& path, const Shape& shape, std::int64_t type, const void* values) {
    const Silence silence;
    const std::string failure = path + " cannot be written; is the disk full?";
    const Handle space = makeSpace(shape);
    const Handle groups = withGroups();
    Handle dataset = handle<H5Dclose>(
        H5Dcreate2(file_.id(), path.c_str(), type, space.id(), groups.id(), H5P_DEFAULT, H5P_DEFAULT),
        failure);
    if (countOf(shape) > 0) {
        require(H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), failure);
    }
    if (!dataset.reset()) {
        throw Failure{failure};
    }
}

void File::write(const std::string& path, const Shape& shape, const double* values) {
    writeArray(path, shape, H5T_NATIVE_DOUBLE, values);
}

void File::write(const std::string& path, const Shape& shape, const float* values) {
    writeArray(path, shape, H5T_NATIVE_FLOAT, values);
}

void File::write(const std::string& path, const Shape& shape, const int* values) {
    writeArray(path, shape, H5T_NATIVE_INT, values);
}

void File::writeText(const std::string& path, const std::string& text) {
    const Handle type = textType(text.size());
    const std::string padded = text.empty() ? std::string(1, '\0') : text;
    writeArray(path, {}, type.id(), padded.data());
}

void File::writeTexts(const std::string& path, const std::vector<std::string>& texts) {
    std::size_t longest = 1;
    for (const std::string& text : texts) {
        longest = std::max(longest, text.size());
    }
    std::string padded;
    padded.reserve(longest * texts.size());
    for (const std::string& text : texts) {
        padded += text + std::string(longest - text.size(), '\0');
    }
    const Handle type = textType(longest);
    writeArray(path, {texts.size()}, type.id(), padded.data());
}

void File::makeGroup(const std::string& path) {
    const Silence silence;
    const Handle groups = withGroups();
    handle<H5Gclose>(H5Gcreate2(file_.id(), path.c_str(), groups.id(), H5P_DEFAULT, H5P_DEFAULT),
                     path + " cannot be written; is the disk full?");
}

void File::attribute(const std::string& path, const std::string& name, const std::string& text) {
    const Silence silence;
    const std::string failure = path + " cannot be written; is the disk full?";
    const Handle object = openObject(path);
    const Handle type = textType(text.size());
    const Handle space = makeSpace({});
    const Handle attribute = handle<H5Aclose>(
        H5Acreate2(object.id(), name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), failure);
    const std::string padded = text.empty() ? std::string(1, '\0') : text;
    require(H5Awrite(attribute.id(), type.id(), padded.data()), failure);
}

void File::attribute(const std::string& path, const std::string& name, double value) {
    const Silence silence;
    const std::string failure = path + " cannot be written; is the disk full?";
    const Handle object = openObject(path);
    const Handle space = makeSpace({});
    const Handle attribute = handle<H5Aclose>(
        H5Acreate2(object.id(), name.c_str(), H5T_NATIVE_DOUBLE, space.id(), H5P_DEFAULT, H5P_DEFAULT),
        failure);
    require(H5Awrite(attribute.id(), H5T_NATIVE_DOUBLE, &value), failure);
}

bool File::has(const std::string& path) const {
    const Silence silence;
    // Every group on the way must be asked for, from the top.
    for (std::size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
        const std::string part = path.substr(0, at);
        if (H5Lexists(file_.id(), part.c_str(), H5P_DEFAULT) <= 0) {
            return false;
        }
        if (at == std::string::npos) {
            return true;
        }
    }
}

Handle File::openDataset(const std::string& path) const {
    return handle<H5Dclose>(H5Dopen2(file_.id(), path.c_str(), H5P_DEFAULT), path + " is missing or damaged");
}

Handle File::openObject(const std::string& path) const {
    return handle<H5Oclose>(H5Oopen(file_.id(), path.c_str(), H5P_DEFAULT), path + " is missing or damaged");
}

Shape File::shape(const std::string& path) const {
    const Silence silence;
    return shapeOf(openDataset(path), path);
}

void File::readArray(const std::string& path, const Shape& shape, std::int64_t type, void* values) const {
    const Silence silence;
    const Handle dataset = openDataset(path);
    if (shapeOf(dataset, path) != shape) {
        throw Failure{path + " has not the size that the rest of the file asks for"};
    }
    if (countOf(shape) > 0) {
        require(H5Dread(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values),
                path + " cannot be read; the file is cut off or damaged");
    }
}

void File::read(const std::string& path, const Shape& shape, double* values) const {
    readArray(path, shape, H5T_NATIVE_DOUBLE, values);
}

void File::read(const std::string& path, const Shape& shape, float* values) const {
    readArray(path, shape, H5T_NATIVE_FLOAT, values);
}

void File::read(const std::string& path, const Shape& shape, int* values) const {
    readArray(path, shape, H5T_NATIVE_INT, values);
}

void File::readBlock(const std::string& path, const Shape& from, const Shape& count, double* values) const {
    const Silence silence;
    const Handle dataset = openDataset(path);
    const Shape whole = shapeOf(dataset, path);
    bool inside = whole.size() == from.size() && whole.size() == count.size();
    for (std::size_t k = 0; inside && k < whole.size(); ++k) {
        inside = count[k] > 0 && count[k] <= whole[k] && from[k] <= whole[k] - count[k];
    }
    if (!inside) {
        throw Failure{path + " has not the size that the rest of the file asks for"};
    }
    const std::string failure = path + " cannot be read; the file is cut off or damaged";
    const std::vector<hsize_t> start(from.begin(), from.end());
    const std::vector<hsize_t> sizes(count.begin(), count.end());
    const Handle fileSpace = handle<H5Sclose>(H5Dget_space(dataset.id()), failure);
    require(H5Sselect_hyperslab(fileSpace.id(), H5S_SELECT_SET, start.data(), nullptr, sizes.data(), nullptr),
            failure);
    const Handle memorySpace = makeSpace(count);
    require(H5Dread(dataset.id(), H5T_NATIVE_DOUBLE, memorySpace.id(), fileSpace.id(), H5P_DEFAULT, values),
            failure);
}

std::string File::readText(const std::string& path) const {
    if (!shape(path).empty()) {
        throw Failure{path + " is not one text"};
    }
    return readTexts(path).front();
}

std::vector<std::string> File::readTexts(const std::string& path) const {
    const Silence silence;
    const Handle dataset = openDataset(path);
    const Shape size = shapeOf(dataset, path);
    if (size.size() > 1) {
        throw Failure{path + " is not a list of texts"};
    }
    const Handle stored = handle<H5Tclose>(H5Dget_type(dataset.id()), path + " is damaged");
    const std::size_t length = textLength(stored, path);
    const std::size_t count = countOf(size);
    if (length == 0 || count > mostText / length) {
        throw Failure{path + " is not a list of texts of a bearable length"};
    }
    std::string padded(length * count, '\0');
    if (count > 0) {
        require(H5Dread(dataset.id(), stored.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, padded.data()),
                path + " cannot be read; the file is cut off or damaged");
    }
    return split(padded, length, count);
}

std::string File::attributeText(const std::string& path, const std::string& name) const {
    const Silence silence;
    const std::string failure = "the attribute " + name + " of " + path + " is missing or damaged";
    const Handle object = openObject(path);
    const Handle attribute = handle<H5Aclose>(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), failure);
    const Handle stored = handle<H5Tclose>(H5Aget_type(attribute.id()), failure);
    const std::size_t length = textLength(stored, path);
    const Handle space = handle<H5Sclose>(H5Aget_space(attribute.id()), failure);
    if (H5Sget_simple_extent_npoints(space.id()) != 1 || length > mostText) {
        throw Failure{failure};
    }
    std::string padded(length, '\0');
    require(H5Aread(attribute.id(), stored.id(), padded.data()), failure);
    return split(padded, length, 1).front();
}

double File::attributeNumber(const std::string& path, const std::string& name) const {
    const Silence silence;
    const std::string failure = "the attribute " + name + " of " + path + " is missing or damaged";
    const Handle object = openObject(path);
    const Handle attribute = handle<H5Aclose>(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), failure);
    const Handle space = handle<H5Sclose>(H5Aget_space(attribute.id()), failure);
    if (H5Sget_simple_extent_npoints(space.id()) != 1) {
        throw Failure{failure};
    }
    double value = 0.0;
    require(H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &value), failure);
    return value;
}

std::vector<std::string> File::members(const std::string& group) const {
    const Silence silence;
    const Handle object =
        handle<H5Gclose>(H5Gopen2(file_.id(), group.c_str(), H5P_DEFAULT), group + " is missing or damaged");
    std::vector<std::string> names;
    const auto add = [](hid_t, const char* name, const H5L_info_t*, void* to) -> herr_t {
        static_cast<std::vector<std::string>*>(to)->emplace_back(name);
        return 0;
    };
    require(H5Literate(object.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names),
            group + " is missing or damaged");
    return names;
}

} // namespace phiscope::hdf5
