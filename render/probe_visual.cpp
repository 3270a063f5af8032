#include "render/probe_visual.h"

#include "model/forward/probe_surface.h"
#include "model/scene/stimulation.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>

namespace phiscope {

namespace {

ConeActor::Rgba toRgba(Colour colour) {
    const std::uint32_t rgb = colour.rgb();
    return {static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
            static_cast<std::uint8_t>(rgb), 255};
}

// Never smaller than this on the screen, however far away (radii, logical pixels).
constexpr float shankPx = 1.1F;
constexpr float contactPx = 2.4F;
constexpr double traceGap = 12.0;
/// A trace that is narrower, or nearer to those above and below, can not be read.
constexpr double leastWidth = 8.0;
constexpr double leastLane = 6.0;

/// Makes traces so small that none reaches the contact to its right or lies on those above and below.
void fitGrid(const std::vector<Eigen::Vector2d>& origins, double gap, double& height, double& width) {
    double nearest = 4.0 * height;
    for (std::size_t i = 0; i < origins.size(); ++i) {
        for (std::size_t j = i + 1; j < origins.size(); ++j) {
            const Eigen::Vector2d way = (origins[j] - origins[i]).cwiseAbs();
            if (way.x() > 2.0 * way.y()) {
                width = std::min(width, std::max(way.x() - gap, 0.0));
            } else if (way.y() > 2.0 * way.x()) {
                nearest = std::min(nearest, way.y());
            }
        }
    }
    height = nearest;
}

double traceWidth(int viewWidth, double ratio) {
    constexpr double wide = 104.0;
    return std::min(wide * ratio, 0.22 * viewWidth);
}

} // namespace

double ProbeVisual::traceRoom(int viewWidth, double ratio) {
    return traceWidth(viewWidth, ratio) + 2.0 * traceGap * ratio;
}

ProbeVisual::ProbeVisual(vtkRenderer* renderer)
    : renderer_(renderer)
    , plates_(renderer) {
    renderer_->AddActor(outline_.actor()); // first, so that the body's soft edge blends into it
    renderer_->AddActor(shank_.actor());
    renderer_->AddActor(dots_.actor());
    outline_.setOutline(true);
    dots_.setForward(1.5F);
}

ProbeVisual::~ProbeVisual() {
    renderer_->RemoveActor(shank_.actor());
    renderer_->RemoveActor(dots_.actor());
    renderer_->RemoveActor(outline_.actor());
}

void ProbeVisual::update(const Probe& probe) {
    ++revision_;
    probe_ = probe;
    contacts_ = contactPositions(probe);
    const auto radius = static_cast<float>(probe.contactRadiusUm);
    std::vector<RoundedCone> cones;
    std::vector<RoundedCone> dots;
    if (contacts_.cols() > 0) {
        const Eigen::Vector3d first = contacts_.col(0);
        const Eigen::Vector3d last = contacts_.col(contacts_.cols() - 1);
        Eigen::Vector3d along(probe.directionUm[0], probe.directionUm[1], probe.directionUm[2]);
        if (along.norm() < 1e-9) {
            along = Eigen::Vector3d::UnitZ();
        }
        along.normalize();
        tip_ = first;
        top_ = last;
        if (probe.layout == Probe::Layout::laminar) {
            const double overhang = std::max({40.0, 4.0 * probe.contactRadiusUm, 1.2 * probe.spacingUm});
            tip_ = first - along * overhang;
            top_ = last + along * overhang;
            const Eigen::Vector3f shoulder = (first - along * 1.2 * probe.contactRadiusUm).cast<float>();
            cones.push_back({tip_.cast<float>(), shoulder, 0.12F * radius, 0.62F * radius});
            cones.push_back({shoulder, top_.cast<float>(), 0.62F * radius, 0.62F * radius});
        }
        const bool points = probe.contactShape == Probe::ContactShape::point;
        for (Eigen::Index k = 0; points && k < contacts_.cols(); ++k) {
            const Eigen::Vector3f at = contacts_.col(k).cast<float>();
            dots.push_back({at, at, radius, radius});
        }
    }
    plates_.update(probe, contacts_);
    shank_.setCones(cones);
    dots_.setCones(dots);
    cones.insert(cones.end(), dots.begin(), dots.end());
    cones.insert(cones.end(), plates_.rims().begin(), plates_.rims().end());
    outline_.setCones(cones);
    setVisible(visible_);
}

void ProbeVisual::setVisible(bool visible) {
    revision_ += visible != visible_ ? 1 : 0;
    visible_ = visible;
    shank_.setVisible(visible);
    dots_.setVisible(visible);
    plates_.setVisible(visible);
    outline_.setVisible(visible && (selected_ || hovered_));
}

void ProbeVisual::useMesh(bool mesh) {
    shank_.useMesh(mesh);
    dots_.useMesh(mesh);
    plates_.useMesh(mesh);
    outline_.useMesh(mesh);
}

bool ProbeVisual::shaderWorked() const {
    return shank_.shaderWorked() && dots_.shaderWorked() && plates_.shaderWorked();
}

void ProbeVisual::setState(bool selected, bool hovered, int selectedContact) {
    selected_ = selected;
    hovered_ = hovered;
    selectedContact_ = selectedContact;
    outline_.setVisible(visible_ && (selected_ || hovered_));
}

void ProbeVisual::setTraces(std::span<const float> samples, int channels, int count, float amplitude,
                            double cursor) {
    cursor_ = cursor;
    const std::vector<float> before = std::move(traces_);
    traces_.clear();
    const bool sameShape = channels_ == (count > 1 ? channels : 0) && amplitude_ == amplitude;
    amplitude_ = amplitude;
    channels_ = count > 1 ? channels : 0;
    if (channels_ == 0) {
        revision_ += sameShape ? 0 : 1;
        return;
    }
    // One column holds the extremes of its samples, so that a narrow spike is never lost.
    columns_ = std::min(count, 80);
    traces_.resize(static_cast<std::size_t>(channels_) * static_cast<std::size_t>(columns_) * 2);
    for (int c = 0; c < channels_; ++c) {
        const float* trace = samples.data() + static_cast<std::ptrdiff_t>(c) * count;
        float* out = traces_.data() + static_cast<std::ptrdiff_t>(c) * columns_ * 2;
        for (int k = 0; k < columns_; ++k) {
            const auto from = static_cast<std::ptrdiff_t>(static_cast<long long>(k) * count / columns_);
            const auto to = static_cast<std::ptrdiff_t>(static_cast<long long>(k + 1) * count / columns_);
            const auto [low, high] = std::minmax_element(trace + from, trace + std::max(to, from + 1));
            // In the order in which they come.
            *out++ = low < high ? *low : *high;
            *out++ = low < high ? *high : *low;
        }
    }
    revision_ += sameShape && before == traces_ ? 0 : 1;
}

void ProbeVisual::clearTraces() {
    revision_ += channels_ > 0 ? 1 : 0;
    channels_ = 0;
}

void ProbeVisual::prepare(const ViewFrame& frame) {
    const auto ratio = static_cast<float>(frame.ratio);
    const Colour ground = mix(frame.theme.viewTop, frame.theme.viewBottom, 0.5F);
    const auto n = static_cast<int>(contacts_.cols());
    const auto shown = [&](Colour colour) {
        return ghost_ ? mix(colour, ground, 0.35F) : colour;
    };
    shank_.paint([&](int) { return toRgba(shown(frame.theme.shank)); });
    dots_.paint([&](int i) { return toRgba(shown(contactColour(i, n, frame.theme))); });
    plates_.prepare(frame, [&](int i) { return shown(contactColour(i, n, frame.theme)); });
    shank_.setPixelRadius(shankPx * ratio);
    dots_.setPixelRadius(contactPx * ratio);
    for (ConeActor* actor : {&shank_, &dots_}) {
        actor->setDepthCue(frame.theme.viewTop, frame.theme.viewBottom, frame.depthNear, frame.depthFar,
                           0.25F);
        actor->setViewHeight(frame.height);
    }
    outline_.setPixelRadius(shankPx * ratio, (selected_ ? 2.4F : 1.5F) * ratio);
    outline_.setViewHeight(frame.height);
    outline_.paint(selected_ ? frame.theme.accent : frame.theme.text);
}

double ProbeVisual::radiusPx(Eigen::Index contact, const ViewFrame& frame) const {
    return probe_.contactRadiusUm / frame.camera.micrometresPerPixelAt(contacts_.col(contact), frame.height);
}

Eigen::Matrix3Xd ProbeVisual::extent() const {
    if (plates_.empty()) {
        return contacts_;
    }
    const Eigen::Index corners = plates_.edge(0).cols();
    Eigen::Matrix3Xd all(3, contacts_.cols() * corners);
    for (Eigen::Index k = 0; k < contacts_.cols(); ++k) {
        all.middleCols(k * corners, corners) = plates_.edge(k);
    }
    return all;
}

std::optional<ProbeVisual::Lanes> ProbeVisual::lanes(const ViewFrame& frame) const {
    if (!visible_ || channels_ == 0 || channels_ != contacts_.cols()) {
        return {};
    }
    const double unit = frame.ratio;
    Lanes result;
    result.width = traceWidth(frame.width, unit);
    const double radius = plates_.empty() ? radiusPx(0, frame) : plates_.reachRight(0, frame);
    const bool grid = probe_.layout == Probe::Layout::custom && contacts_.cols() > 2;
    const double left = std::max(radius, contactPx * unit) + (grid ? 5.0 : traceGap) * unit;
    const Eigen::Vector2d least(leastWidth * unit + 2.0 * left, leastLane * unit);
    for (Eigen::Index k = 0; k < contacts_.cols(); ++k) {
        const auto point = frame.project(contacts_.col(k));
        if (!point) {
            return {};
        }
        const Eigen::Vector2d origin(point->x() + left, point->y());
        const bool free = std::ranges::none_of(result.origins, [&](const Eigen::Vector2d& other) {
            return ((origin - other).cwiseAbs().array() < least.array()).all();
        });
        if (free) { // of many contacts some: what lies on each other can not be read
            result.origins.push_back(origin);
            result.contacts.push_back(static_cast<int>(k));
        }
    }
    if (result.origins.size() == 1 && contacts_.cols() > 1) {
        return {}; // seen end on
    }
    // One distance between neighbours, as seen; alone, a readable height.
    result.height = 36.0 * unit;
    if (grid) {
        fitGrid(result.origins, 2.0 * left, result.height, result.width);
    } else if (result.origins.size() > 1) {
        result.height = (result.origins.back() - result.origins.front()).norm() /
                        static_cast<double>(result.origins.size() - 1);
    }
    if (result.height < 2.0 * unit || result.width < leastWidth * unit) {
        return {};
    }
    return result;
}

void ProbeVisual::drawTraces(Canvas2D& canvas, const ViewFrame& frame) const {
    const auto place = lanes(frame);
    if (!place) {
        return;
    }
    const double unit = frame.ratio;
    const double scale = place->height / std::max(static_cast<double>(amplitude_), 1e-30);
    const bool crowded = place->height < 7.0 * unit;
    std::vector<Canvas2D::Point> line;
    for (std::size_t lane = 0; lane < place->origins.size(); ++lane) {
        const Eigen::Vector2d origin = place->origins[lane];
        const int c = place->contacts[lane];
        if (!crowded) {
            canvas.line(origin, origin + Eigen::Vector2d(place->width, 0.0), 1.0 * unit, frame.theme.dimText,
                        0.22F);
        }
        line.clear();
        const float* trace = traces_.data() + static_cast<std::ptrdiff_t>(c) * columns_ * 2;
        for (int k = 0; k < 2 * columns_; ++k) {
            const auto value = static_cast<double>(trace[k]);
            const double x = place->width * (static_cast<double>(k) + 0.5) / (2.0 * columns_);
            const double y = std::isfinite(value)
                                 ? std::clamp(value * scale, -4.0 * place->height, 4.0 * place->height)
                                 : 0.0;
            line.emplace_back(origin + Eigen::Vector2d(x, -y));
        }
        canvas.line(line, 1.35 * unit * static_cast<double>(frame.theme.lineScale / frame.theme.textScale),
                    contactColour(c, channels_, frame.theme));
    }
}

void ProbeVisual::drawCursor(Canvas2D& canvas, const ViewFrame& frame) const {
    const auto place = lanes(frame);
    if (!place || cursor_ < 0.0 || cursor_ > 1.0) {
        return;
    }
    const Eigen::Vector2d shift(place->width * cursor_, 0.0);
    const Eigen::Vector2d beyond(0.0, 0.5 * place->height);
    if (probe_.layout == Probe::Layout::custom) { // contacts anywhere: a stroke through each trace
        for (const Eigen::Vector2d& origin : place->origins) {
            canvas.line(origin + shift - 0.5 * beyond, origin + shift + 0.5 * beyond, 1.0 * frame.ratio,
                        frame.theme.text, 0.55F);
        }
        return;
    }
    const bool upright = place->origins.front().y() > place->origins.back().y();
    canvas.line(place->origins.front() + shift + (upright ? beyond : -beyond),
                place->origins.back() + shift - (upright ? beyond : -beyond), 1.0 * frame.ratio,
                frame.theme.text, 0.55F);
}

void ProbeVisual::drawMarks(Canvas2D& canvas, const ViewFrame& frame) const {
    for (int contact = 0; contact < static_cast<int>(contacts_.cols()); ++contact) {
        if (drives(probe_, contact)) {
            drawRing(canvas, frame, contact, 2.5, frame.theme.stimulus);
            drawFlash(canvas, frame, contact);
        }
    }
    drawRing(canvas, frame, selectedContact_, 4.5, frame.theme.accent);
    drawRing(canvas, frame, listened_, 8.5, frame.theme.text);
}

/// To the left of its contact: the traces lie to the right.
void ProbeVisual::drawFlash(Canvas2D& canvas, const ViewFrame& frame, int contact) const {
    const auto middle = frame.project(contacts_.col(contact));
    if (!visible_ || !middle) {
        return;
    }
    const double unit = frame.ratio;
    constexpr double gap = 11.0;
    const double radius = plates_.empty() ? radiusPx(contact, frame) : plates_.reachRight(contact, frame);
    const Eigen::Vector2d at =
        middle->head<2>() - Eigen::Vector2d(std::max(radius, 2.0 * unit) + gap * unit, 0.0);
    const std::array<Canvas2D::Point, 4> flash{
        at + unit * Eigen::Vector2d(2.2, -6.5), at + unit * Eigen::Vector2d(-2.6, 1.0),
        at + unit * Eigen::Vector2d(2.6, -1.0), at + unit * Eigen::Vector2d(-2.2, 6.5)};
    canvas.line(flash, 4.2 * unit, mix(frame.theme.viewTop, frame.theme.viewBottom, 0.5F), 0.85F);
    canvas.line(flash, 1.9 * unit, frame.theme.stimulus);
}

void ProbeVisual::drawRing(Canvas2D& canvas, const ViewFrame& frame, int contact, double awayPx,
                           Colour colour) const {
    if (!visible_ || contact < 0 || contact >= contacts_.cols()) {
        return;
    }
    const auto middle = frame.project(contacts_.col(contact));
    if (!plates_.empty()) {
        // That of a selection lies on the edge, one further out goes round it.
        const double away = (awayPx - 4.5) * frame.ratio;
        std::vector<Canvas2D::Point> ring;
        const Eigen::Matrix3Xd& edge = plates_.edge(contact);
        for (Eigen::Index i = 0; i < edge.cols(); ++i) {
            if (const auto at = frame.project(edge.col(i)); at && middle) {
                const Eigen::Vector2d out = (at->head<2>() - middle->head<2>()).normalized();
                ring.emplace_back(at->head<2>() + away * out);
            }
        }
        canvas.outline(ring, 2.0 * frame.ratio, colour);
        return;
    }
    if (middle) {
        const double radius = radiusPx(contact, frame);
        canvas.ring(middle->head<2>(), std::max(radius, 2.0 * frame.ratio) + awayPx * frame.ratio,
                    2.0 * frame.ratio, colour);
    }
}

std::optional<ProbeVisual::Hit> ProbeVisual::pick(double x, double y, const ViewFrame& frame) const {
    if (!visible_) {
        return {};
    }
    const Eigen::Vector2d mouse(x, y);
    std::optional<Hit> best;
    for (Eigen::Index k = 0; k < contacts_.cols(); ++k) {
        const Eigen::Vector3d contact = contacts_.col(k);
        const auto at = frame.project(contact);
        if (!at) {
            continue;
        }
        const double radius = radiusPx(k, frame) / frame.ratio;
        const double distance = (at->head<2>() - mouse).norm() / frame.ratio;
        constexpr double smallPx = 16.0;
        const bool small = plates_.empty() || radius < smallPx;
        bool hit = distance <= (plates_.empty() ? std::max(radius, 4.0) + 2.0 : 6.0);
        if (!plates_.empty()) {
            const auto away = plates_.distance(k, x, y, frame);
            hit = (small && hit) || (away && *away <= 3.0 * frame.ratio);
        }
        if (hit && (!best || distance < best->distancePx)) {
            best = Hit{static_cast<int>(k), small, distance, at->z()};
            if (!small) { // the middle may lie nearer or farther than what is pointed at
                const Ray ray = frame.camera.ray(x, y, frame.width, frame.height);
                const Eigen::Vector3d normal = contactNormal(probe_, k);
                const double towards = ray.direction.dot(normal);
                if (std::abs(towards) > 1e-3 * normal.norm()) {
                    const double t = (contact - ray.origin).dot(normal) / towards;
                    best->depth =
                        (ray.origin + t * ray.direction - frame.camera.position).dot(frame.camera.forward());
                }
            }
        }
    }
    if (best || probe_.layout != Probe::Layout::laminar) {
        return best;
    }
    const auto tip = frame.project(tip_);
    const auto top = frame.project(top_);
    if (!tip || !top) {
        return {};
    }
    const Eigen::Vector2d axis = top->head<2>() - tip->head<2>();
    const double length2 = std::max(axis.squaredNorm(), 1e-9);
    const double t = std::clamp((mouse - tip->head<2>()).dot(axis) / length2, 0.0, 1.0);
    const double distance = (tip->head<2>() + t * axis - mouse).norm() / frame.ratio;
    const double radius = 0.62 * probe_.contactRadiusUm /
                          frame.camera.micrometresPerPixelAt(tip_ + t * (top_ - tip_), frame.height) /
                          frame.ratio;
    if (distance <= std::max(radius, 2.0) + 3.0) {
        return Hit{-1, true, distance, std::lerp(tip->z(), top->z(), t)};
    }
    return {};
}

} // namespace phiscope
