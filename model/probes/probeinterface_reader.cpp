#include "model/probes/probeinterface.h"
#include "model/scene/scene_json.h"
#include "model/support/atomic_file.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace phiscope {

namespace {

using scene_json::Json;
using Shape = Probe::ContactShape;

constexpr std::uintmax_t largestFile = 64U << 20U;
constexpr std::size_t mostProbes = 256;
constexpr std::size_t mostSites = 65536;
constexpr double farthestUm = 1e6;  // as far as a scene goes
constexpr double smallestUm = 0.02; // full width of a contact
constexpr double largestUm = 20000.0;

/// Where something is wrong, what, and the remedy; thrown within the reader only.
struct Wrong {
    std::string pointer;
    std::string what;
    std::string remedy;
};

std::string at(const std::string& pointer, std::size_t index) {
    return pointer + "/" + std::to_string(index);
}

std::string quoted(const Json& value) {
    std::string text = value.is_string() ? value.get<std::string>() : scene_json::typeName(value);
    constexpr std::size_t longest = 60;
    if (text.size() > longest) {
        text = value.is_string() ? "a long text" : text.substr(0, longest);
        return text;
    }
    return value.is_string() ? "\"" + text + "\"" : text;
}

const Json& listAt(const Json& value, const std::string& pointer, std::size_t size, const char* what) {
    if (!value.is_array()) {
        throw Wrong{pointer,
                    std::string("it must be a list of ") + what + ", but is " + scene_json::typeName(value) +
                        ".",
                    "Write a list in square brackets there."};
    }
    if (value.size() != size) {
        throw Wrong{pointer,
                    "it has " + std::to_string(value.size()) + " entries, but " + std::to_string(size) +
                        " are needed.",
                    std::string("Give one of the ") + what + " for each."};
    }
    return value;
}

double numberAt(const Json& value, const std::string& pointer) {
    if (!value.is_number() || !std::isfinite(value.get<double>())) {
        throw Wrong{pointer, "it must be a number, but is " + scene_json::typeName(value) + ".",
                    "Write a number there."};
    }
    return value.get<double>();
}

class ProbeReader {
public:
    ProbeReader(const Json& probe, std::string pointer, Notices& notices)
        : probe_(probe)
        , pointer_(std::move(pointer))
        , notices_(notices) {}

    ProbeDesign read(std::size_t index) {
        readDimensions();
        readName(index);
        readPositions();
        readPlanes();
        readShapes();
        readLists();
        readOutline();
        return std::move(design_);
    }

private:
    using Face = std::tuple<Shape, double, double>; ///< width and height in µm, in the file's sense

    const Json* find(const char* key) const {
        const auto found = probe_.find(key);
        return found == probe_.end() || found->is_null() ? nullptr : &*found;
    }

    std::string path(const char* key) const { return pointer_ + "/" + key; }

    void readDimensions() {
        const Json* ndim = find("ndim");
        if (ndim != nullptr) {
            const bool known = ndim->is_number_integer() && (*ndim == 2 || *ndim == 3);
            if (!known) {
                throw Wrong{path("ndim"),
                            "a probe has 2 or 3 dimensions, but this says " + quoted(*ndim) + ".",
                            "Write 2 or 3."};
            }
            dimensions_ = ndim->get<std::size_t>();
        }
        const Json* unit = find("si_units");
        if (unit == nullptr) {
            throw Wrong{pointer_, "the unit of length is missing.", "Add \"si_units\": \"um\"."};
        }
        static const std::map<std::string, double> units{{"um", 1.0}, {"mm", 1e3}, {"m", 1e6}};
        const auto known = unit->is_string() ? units.find(unit->get<std::string>()) : units.end();
        if (known == units.end()) {
            throw Wrong{path("si_units"), "the unit " + quoted(*unit) + " is not known.",
                        "Use \"um\", \"mm\" or \"m\"."};
        }
        unit_ = known->second;
    }

    void readName(std::size_t index) {
        std::string name;
        if (const Json* annotations = find("annotations"); annotations != nullptr) {
            if (!annotations->is_object()) {
                throw Wrong{path("annotations"),
                            "it must be an object, but is " + scene_json::typeName(*annotations) + ".",
                            "Write an object in braces there, or leave it away."};
            }
            const auto text = [&](const char* key) {
                const auto found = annotations->find(key);
                return found != annotations->end() && found->is_string() ? found->get<std::string>() : "";
            };
            name = text("name").empty() ? text("model_name") : text("name");
            design_.maker = text("manufacturer");
            design_.description = text("description");
            measuresAsPoint_ = text("measures_as") == "point";
            const std::string faces = text("faces");
            design_.facing = faces == "up"     ? ProbeDesign::Facing::up
                             : faces == "down" ? ProbeDesign::Facing::down
                                               : ProbeDesign::Facing::side;
        }
        design_.name = name.empty() ? "Probe " + std::to_string(index + 1) : name;
    }

    /// A place, or a direction without unit.
    Eigen::Vector3d vectorAt(const Json& value, const std::string& pointer, std::size_t dimensions) const {
        listAt(value, pointer, dimensions, "coordinates");
        Eigen::Vector3d v = Eigen::Vector3d::Zero();
        for (std::size_t k = 0; k < dimensions; ++k) {
            v[static_cast<Eigen::Index>(k)] = numberAt(value[k], at(pointer, k));
        }
        return v;
    }

    Eigen::Vector3d placeAt(const Json& value, const std::string& pointer, std::size_t dimensions) const {
        const Eigen::Vector3d place = unit_ * vectorAt(value, pointer, dimensions);
        if (!(place.cwiseAbs().maxCoeff() <= farthestUm)) {
            throw Wrong{pointer, "it is more than a metre from the origin.",
                        "Check the unit in \"si_units\"."};
        }
        return place;
    }

    void readPositions() {
        const Json* positions = find("contact_positions");
        if (positions == nullptr) {
            throw Wrong{pointer_, "the places of the contacts are missing.", "Add \"contact_positions\"."};
        }
        const std::string where = path("contact_positions");
        if (!positions->is_array() || positions->empty()) {
            throw Wrong{where, "it must be a list with at least one place.", "List each contact's place."};
        }
        if (positions->size() > mostSites) {
            throw Wrong{where,
                        "it has " + std::to_string(positions->size()) + " contacts, more than " +
                            std::to_string(mostSites) + ".",
                        "Keep the contacts that are needed."};
        }
        for (std::size_t k = 0; k < positions->size(); ++k) {
            places_.push_back(placeAt((*positions)[k], at(where, k), dimensions_));
        }
    }

    /// The two directions of each contact's face. In 3-D the first contact tells how the probe stands.
    void readPlanes() {
        std::vector<Eigen::Matrix3d> faces(places_.size());
        if (const Json* axes = find("contact_plane_axes"); axes != nullptr) {
            const std::string where = path("contact_plane_axes");
            listAt(*axes, where, places_.size(), "pairs of directions");
            for (std::size_t k = 0; k < faces.size(); ++k) {
                const std::string here = at(where, k);
                listAt((*axes)[k], here, 2, "directions");
                const Eigen::Vector3d a =
                    vectorAt((*axes)[k][0], at(here, 0), dimensions_).stableNormalized();
                const Eigen::Vector3d b =
                    vectorAt((*axes)[k][1], at(here, 1), dimensions_).stableNormalized();
                const Eigen::Vector3d normal = a.cross(b);
                constexpr double flat = 1e-6;
                if (!(normal.norm() > flat)) {
                    throw Wrong{here, "the two directions of the contact's plane do not span a plane.",
                                "Give two directions that are not parallel."};
                }
                faces[k] << a, b, normal.normalized();
            }
        } else {
            if (dimensions_ == 3) {
                throw Wrong{pointer_, "a probe in 3-D does not say which way its contacts face.",
                            "Add \"contact_plane_axes\"."};
            }
            std::fill(faces.begin(), faces.end(), Eigen::Matrix3d::Identity());
        }
        Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
        if (dimensions_ == 3) {
            design_.facing = facingOf(faces.front().col(2));
            axes = axesOf(placementOf(design_));
        }
        constexpr double same = 1e-6;
        bool oneWay = true;
        std::vector<std::array<double, 3>> normals;
        for (std::size_t k = 0; k < faces.size(); ++k) {
            const Eigen::Vector3d place = axes.transpose() * places_[k];
            design_.contactsUm.push_back({place.x(), place.y(), place.z()});
            const Eigen::Matrix3d face = axes.transpose() * faces[k];
            const Eigen::Vector3d normal =
                dimensions_ == 2 ? Eigen::Vector3d(Eigen::Vector3d::UnitZ()) : face.col(2);
            normals.push_back({normal.x(), normal.y(), normal.z()});
            oneWay = oneWay && (normal - Eigen::Vector3d::UnitZ()).norm() < same;
            // Which of u and v the face's first direction follows; askew where neither.
            const double alongV = std::abs(face(1, 0));
            turned_.push_back(alongV > 1.0 - same);
            askew_ = askew_ || (alongV >= same && !turned_.back() && std::abs(normal.z()) > 1.0 - same);
        }
        if (!oneWay) {
            design_.contactNormals = std::move(normals);
        }
    }

    double lengthAt(const Json& parameters, const std::string& pointer, const char* key) const {
        const auto found = parameters.is_object() ? parameters.find(key) : parameters.end();
        if (!parameters.is_object() || found == parameters.end()) {
            throw Wrong{pointer, std::string("the contact's ") + key + " is missing.",
                        std::string("Add \"") + key + "\"."};
        }
        const double length = unit_ * numberAt(*found, pointer + "/" + key);
        const double full = std::string_view(key) == "radius" ? 2.0 * length : length;
        if (!(full >= smallestUm && full <= largestUm)) {
            throw Wrong{pointer + "/" + key, "a contact measures between 0.02 µm and 20 mm across.",
                        "Check the number and the unit in \"si_units\"."};
        }
        return length;
    }

    Face faceAt(const Json& shape, const Json& parameters, std::size_t k) const {
        const std::string where = at(path("contact_shape_params"), k);
        if (shape == "circle") {
            const double radius = lengthAt(parameters, where, "radius");
            return {Shape::circle, 2.0 * radius, 2.0 * radius};
        }
        if (shape == "square") {
            const double width = lengthAt(parameters, where, "width");
            return {Shape::square, width, width};
        }
        if (shape == "rect") {
            const double width = lengthAt(parameters, where, "width");
            const double height = lengthAt(parameters, where, "height");
            return turned_[k] ? Face{Shape::rectangle, height, width} : Face{Shape::rectangle, width, height};
        }
        throw Wrong{at(path("contact_shapes"), k), "the contact shape " + quoted(shape) + " is not known.",
                    "Use \"circle\", \"square\" or \"rect\"."};
    }

    void readShapes() {
        const Json* shapes = find("contact_shapes");
        const Json* parameters = find("contact_shape_params");
        if (shapes == nullptr) {
            design_.contactShape = Shape::point;
            notices_.push_back(
                {Notice::Level::information,
                 "\"" + design_.name + "\" gives no contact shapes: its contacts measure as points."});
            return;
        }
        listAt(*shapes, path("contact_shapes"), places_.size(), "shapes");
        if (parameters == nullptr) {
            throw Wrong{pointer_, "the contacts' sizes are missing.", "Add \"contact_shape_params\"."};
        }
        listAt(*parameters, path("contact_shape_params"), places_.size(), "sizes");
        std::map<Face, std::size_t> counts;
        for (std::size_t k = 0; k < places_.size(); ++k) {
            ++counts[faceAt((*shapes)[k], (*parameters)[k], k)];
        }
        const auto most = std::max_element(counts.begin(), counts.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        const auto& [shape, width, height] = most->first;
        design_.contactShape = measuresAsPoint_ ? Shape::point : shape;
        design_.contactRadiusUm = 0.5 * width;
        design_.contactHalfHeightUm = 0.5 * height;
        if (counts.size() > 1) {
            notices_.push_back(
                {Notice::Level::warning, "The contacts of \"" + design_.name + "\" have " +
                                             std::to_string(counts.size()) +
                                             " shapes or sizes; all are taken as the most frequent one."});
        }
        if (askew_ && shape != Shape::circle) {
            notices_.push_back(
                {Notice::Level::warning, "The contacts of \"" + design_.name +
                                             "\" are turned within their plane; they are taken as upright."});
        }
    }

    std::vector<std::string> textsAt(const char* key) const {
        std::vector<std::string> texts;
        const Json* list = find(key);
        if (list == nullptr) {
            return texts;
        }
        listAt(*list, path(key), places_.size(), "texts");
        for (std::size_t k = 0; k < list->size(); ++k) {
            const Json& entry = (*list)[k];
            if (!entry.is_string() && !entry.is_number_integer()) {
                throw Wrong{at(path(key), k),
                            "it must be a text, but is " + scene_json::typeName(entry) + ".",
                            "Write a text in quotes there."};
            }
            texts.push_back(entry.is_string() ? entry.get<std::string>() : entry.dump());
        }
        return texts;
    }

    void readLists() {
        design_.contactIds = textsAt("contact_ids");
        design_.shankIds = textsAt("shank_ids");
        const Json* channels = find("device_channel_indices");
        if (channels == nullptr) {
            return;
        }
        const std::string where = path("device_channel_indices");
        listAt(*channels, where, places_.size(), "channel numbers");
        for (std::size_t k = 0; k < channels->size(); ++k) {
            const double channel = numberAt((*channels)[k], at(where, k));
            constexpr double most = 1e6;
            if (channel != std::floor(channel) || std::abs(channel) > most) {
                throw Wrong{at(where, k),
                            "it must be the number of a channel, or -1 where none is connected.",
                            "Write a whole number there."};
            }
            design_.channels.push_back(static_cast<int>(channel));
        }
    }

    void readOutline() {
        const Json* contour = find("probe_planar_contour");
        if (contour == nullptr || (contour->is_array() && contour->empty())) {
            return;
        }
        const std::string where = path("probe_planar_contour");
        if (!contour->is_array() || contour->size() > mostSites) {
            throw Wrong{where, "it must be a list of places.", "List the corners of the probe's edge."};
        }
        // Drawn in the contacts' plane; in 3-D the file gives it in 3-D as well.
        for (std::size_t k = 0; k < contour->size(); ++k) {
            const Json& corner = (*contour)[k];
            const bool deep = corner.is_array() && corner.size() == 3;
            const Eigen::Vector3d place = placeAt(corner, at(where, k), deep ? 3 : 2);
            if (dimensions_ == 2) {
                design_.outlineUm.push_back({place.x(), place.y()});
            }
        }
    }

    const Json& probe_;
    std::string pointer_;
    Notices& notices_;
    ProbeDesign design_;
    std::size_t dimensions_ = 2;
    double unit_ = 1.0;
    std::vector<Eigen::Vector3d> places_;
    std::vector<bool> turned_; ///< the face's first direction lies along v
    bool askew_ = false;
    bool measuresAsPoint_ = false;
};

} // namespace

Result<ProbeFile> parseProbeInterface(std::string_view json, std::string_view fileName) {
    const std::string file(fileName);
    auto parsed = scene_json::parse(json, "a probe in the format of probeinterface");
    if (!parsed) {
        parsed.error().file = file;
        return tl::unexpected<Error>(std::move(parsed.error()));
    }
    const Json& root = parsed->root;
    try {
        const bool ours =
            root.is_object() && root.contains("specification") && root["specification"] == "probeinterface";
        if (!ours) {
            throw Wrong{"", "this is not a probe in the format of probeinterface.",
                        "Such a file says \"specification\": \"probeinterface\"."};
        }
        const auto probes = root.find("probes");
        if (probes == root.end() || !probes->is_array() || probes->empty()) {
            throw Wrong{"/probes", "the file holds no probe.", "Choose another file."};
        }
        if (probes->size() > mostProbes) {
            throw Wrong{"/probes",
                        "it has " + std::to_string(probes->size()) + " probes, more than " +
                            std::to_string(mostProbes) + ".",
                        "Split the file."};
        }
        ProbeFile result;
        for (std::size_t k = 0; k < probes->size(); ++k) {
            const std::string pointer = at("/probes", k);
            if (!(*probes)[k].is_object()) {
                throw Wrong{pointer, "it must be a probe, but is " + scene_json::typeName((*probes)[k]) + ".",
                            "Write an object in braces there."};
            }
            result.probes.push_back(ProbeReader((*probes)[k], pointer, result.notices).read(k));
        }
        return result;
    } catch (const Wrong& wrong) {
        const std::string where = wrong.pointer.empty() ? "" : wrong.pointer + ": ";
        return fail(where + wrong.what, wrong.remedy, file, scene_json::lineOf(parsed->lines, wrong.pointer));
    }
}

Result<ProbeFile> readProbeInterface(const std::filesystem::path& file) {
    auto text = readWholeFile(file, largestFile);
    if (!text) {
        return tl::unexpected<Error>(std::move(text.error()));
    }
    return parseProbeInterface(*text, file.filename().string());
}

} // namespace phiscope
